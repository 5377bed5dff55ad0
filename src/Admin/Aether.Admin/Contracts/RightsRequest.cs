namespace Aether.Admin.Contracts;

/// <summary>Rights to give on a mailbox.</summary>
/// <param name="Who">An address or <c>anyone</c>, with a minus sign in front to deny.</param>
/// <param name="Rights">Letters of RFC 4314, with + or - in front to add or remove; empty takes all.</param>
public sealed record RightsRequest(string Path, string Who, string Rights);
