using Aether.Identity.Directory;
using Aether.Identity.Grants;
using Aether.Identity.Logins;
using Aether.Identity.SecondFactors;

namespace Aether.Identity.Web;

/// <summary>What the pages work with.</summary>
public sealed record WebTools(
    WebOptions Options, WebGuard Guard, WebSessions Sessions, Authenticator Authenticator, SecondFactorService Factors, CodeGuard Codes, GrantService Grants, OauthClients Clients, DirectoryService Directory);
