using System.Buffers;
using System.Security.Cryptography;
using Aether.Storage.Blobs;
using Aether.Storage.Damage;

namespace Aether.Storage.Verification;

/// <summary>Computes every hash anew, and compares every counter and reference with the rows they speak of. It changes nothing and may run while the store serves.</summary>
public sealed class StoreVerifier
{
    /// <summary>Findings that a report names; further ones are counted.</summary>
    public const int MaxFindings = 1000;

    private const int ReadSize = 64 << 10;

    private readonly IVerifyReads reads;
    private readonly LargeBlobs large;
    private readonly DamageReports damage;

    internal StoreVerifier(IVerifyReads reads, LargeBlobs large, DamageReports damage)
    {
        this.damage = damage;
        this.reads = reads;
        this.large = large;
    }

    public async Task<StoreReport> VerifyAsync(CancellationToken ct)
    {
        var tally = new Tally();
        tally.Add(await reads.CheckRowsAsync(ct));
        for (EmailId? next = new EmailId(0); next is { } after;)
        {
            var page = await reads.CheckEmailsAsync(after, ct);
            tally.Emails += page.Count;
            tally.Add(page.Findings);
            next = page.Next;
        }
        for ((MailboxId, Uid)? next = (new MailboxId(0), new Uid(0)); next is { } after;)
        {
            var page = await reads.CheckMessagesAsync(after, ct);
            tally.Add(page.Findings);
            next = page.Next;
        }
        for (BlobId? next = new BlobId(0); next is { } after;)
        {
            var page = await reads.ListBlobsAsync(after, ct);
            tally.Add(page.Findings);
            foreach (var blob in page.Blobs)
                await VerifyAsync(blob, tally, ct);
            next = page.Next;
        }
        return new StoreReport(tally.Emails, tally.Blobs, tally.Octets, tally.Count, tally.Findings);
    }

    private async Task VerifyAsync(BlobToVerify blob, Tally tally, CancellationToken ct)
    {
        tally.Blobs++;
        if (await DamageOfAsync(blob, ct) is null)
        {
            tally.Octets += blob.Row.Size;
            return;
        }
        // It may have been collected, or moved to another segment, since the page was read.
        if (await reads.FindBlobAsync(blob.Row.Id, ct) is not { } now || await DamageOfAsync(now, ct) is not { } damage)
            return;
        tally.Add([new StoreFinding("blob", $"blob {blob.Row.Id}", damage)]);
    }

    /// <returns>What is wrong; null: nothing.</returns>
    private async Task<string?> DamageOfAsync(BlobToVerify blob, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            using var body = new BodyReader(large, blob.Row, ReadOnlyMemory<byte>.Empty, damage);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long at = 0; at < body.Size;)
            {
                int read = await body.ReadAsync(at, buffer, ct);
                hash.AppendData(buffer, 0, read);
                at += read;
            }
            return hash.GetHashAndReset().AsSpan().SequenceEqual(blob.Hash) ? null : "its hash differs";
        }
        catch (CorruptBlobException damage)
        {
            return damage.Message;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class Tally
    {
        private readonly List<StoreFinding> findings = [];

        public long Emails { get; set; }

        public long Blobs { get; set; }

        public long Octets { get; set; }

        public long Count { get; private set; }

        public IReadOnlyList<StoreFinding> Findings => findings;

        public void Add(IReadOnlyList<StoreFinding> found)
        {
            Count += found.Count;
            findings.AddRange(found.Take(MaxFindings - findings.Count));
        }
    }
}
