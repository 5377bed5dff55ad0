namespace Aether.Storage.Grants;

/// <summary>A key that signs access tokens.</summary>
/// <param name="Id">As tokens name it.</param>
/// <param name="Secret">Sealed: opaque here.</param>
public sealed record OauthKeyRow(string Id, string Secret, DateTimeOffset Created);
