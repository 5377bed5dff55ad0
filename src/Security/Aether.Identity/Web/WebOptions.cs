using System.Net;
using Aether.Configuration.Schema;

namespace Aether.Identity.Web;

/// <summary>How the pages and answers under <c>/oauth2</c> are given.</summary>
/// <param name="Service">What they call the server.</param>
/// <param name="RequestsPerMinute">Of one IPv4 address or IPv6 /64.</param>
/// <param name="Plaintext">Where passwords may travel without TLS.</param>
/// <param name="IsExempt">Whether an address is free of limits.</param>
public sealed record WebOptions(string Service, int RequestsPerMinute, PlaintextLogin Plaintext, Func<IPAddress, bool> IsExempt);
