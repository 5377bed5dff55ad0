namespace Aether.Storage.Verification;

/// <summary>A piece of the store's rows, looked at.</summary>
/// <param name="Next">Where the next piece begins; null: this was the last.</param>
internal sealed record VerifiedPage<TKey>(TKey? Next, int Count, IReadOnlyList<StoreFinding> Findings)
    where TKey : struct
{
    /// <summary>Blobs whose octets are to be read, in a list of blobs.</summary>
    public IReadOnlyList<BlobToVerify> Blobs { get; init; } = [];
}
