using System.Net;

namespace Aether.Queue.Settings;

/// <summary>An address of ours to connect from.</summary>
/// <param name="Hello">What we call ourselves from there: RFC 5321 §4.1.4 wants the name to fit the address.</param>
/// <param name="Weight">Its share of the connections: a new address begins with a small one.</param>
public sealed record SourceAddress(IPAddress Address, string Hello, int Weight = 1);
