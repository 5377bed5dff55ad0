namespace Aether.Validation.Messages;

/// <summary>The body hashes that the checks of one message want, each taken once while its octets pass.</summary>
public sealed class BodyHashes : IDisposable
{
    private readonly List<BodyHash> hashes = [];

    /// <summary>Asks for a hash, before the first octet.</summary>
    public BodyHash Want(Canonicalization canonicalization, long? limit)
    {
        if (hashes.Find(hash => hash.Canonicalization == canonicalization && hash.Limit == limit) is { } wanted)
            return wanted;
        hashes.Add(new BodyHash(canonicalization, limit));
        return hashes[^1];
    }

    public void Append(ReadOnlySpan<byte> octets)
    {
        foreach (var hash in hashes)
            hash.Append(octets);
    }

    public void Dispose() => hashes.ForEach(hash => hash.Dispose());
}
