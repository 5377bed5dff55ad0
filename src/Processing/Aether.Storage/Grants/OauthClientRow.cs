namespace Aether.Storage.Grants;

/// <summary>A program that registered itself. RFC 7591.</summary>
/// <param name="Redirects">Where its users may be sent back to.</param>
public sealed record OauthClientRow(string Id, string Name, IReadOnlyList<string> Redirects, DateTimeOffset Created);
