namespace Aether.Identity.Tokens;

/// <summary>Where the keys of an issuer come from.</summary>
internal interface ITokenKeys
{
    /// <returns>The keys that may have signed; null when none can be had.</returns>
    ValueTask<IReadOnlyList<ProviderKey>?> FindAsync(string keyId, CancellationToken ct);
}
