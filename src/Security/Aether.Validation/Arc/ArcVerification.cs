using Aether.Dns.Resolving;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.Validation.Arc;

/// <summary>Validates the chain of one message: begun when its header is there, ended when its body has passed. RFC 8617 §5.2.</summary>
public sealed class ArcVerification
{
    private readonly HeaderBlock header;
    private readonly DkimLimits limits;
    private readonly List<ArcSet>? sets;
    private readonly string? problem;
    private readonly BodyHash? body;

    /// <param name="bodies">Who hashes the body; the one hash needed is asked for here.</param>
    public ArcVerification(HeaderBlock header, BodyHashes bodies, DkimLimits limits)
    {
        (this.header, this.limits) = (header, limits);
        sets = ArcReader.Read(header, limits, out problem);
        if (sets is [.., var newest])
            body = bodies.Want(newest.MessageSignature.BodyForm, newest.MessageSignature.BodyLength);
    }

    /// <summary>Published keys that were read before; null: none is kept.</summary>
    public DkimKeys? Keys { get; init; }

    /// <summary>There is a chain, or the rest of one.</summary>
    public bool HasChain => sets is not { Count: 0 };

    public async ValueTask<ArcOutcome> CompleteAsync(IDnsResolver dns, CancellationToken ct)
    {
        if (sets is null)
            return new ArcOutcome(ArcResult.Fail, [], problem);
        if (sets.Count == 0)
            return ArcOutcome.None;

        // Step 4: the newest message signature; older ones need not hold any more, hops may change what they forward.
        var check = new SignatureCheck(dns, limits, Keys ?? new DkimKeys());
        var newest = sets[^1].MessageSignature;
        var verdict = await check.RunAsync(newest, body!, () => HashOf(sets[^1].Message, newest), ct);
        if (verdict.Result is not DkimResult.Pass)
            return Broken(verdict, $"message signature {sets.Count}");

        // Step 6: every seal, the newest first.
        for (int i = sets.Count; i > 0; i--)
        {
            int instance = i;
            verdict = await check.RunSealAsync(sets[i - 1].SealSignature, () => HashOfSeal(instance), ct);
            if (verdict.Result is not DkimResult.Pass)
                return Broken(verdict, $"seal {i}");
        }

        var results = sets[0].Results.Text;
        return new ArcOutcome(ArcResult.Pass, [.. sets.Select(set => set.SealSignature.Domain)])
        {
            Instance = sets.Count,
            FirstResults = results[(results.IndexOf(';', StringComparison.Ordinal) + 1)..],
        };
    }

    private ArcOutcome Broken(SignatureVerdict verdict, string which) =>
        new(verdict.Result is DkimResult.TempError ? ArcResult.TempError : ArcResult.Fail, [.. sets!.Select(set => set.SealSignature.Domain)], $"{which}: {verdict.Reason}") { Instance = sets!.Count };

    private byte[] HashOf(HeaderEntry field, DkimSignature signature)
    {
        var hash = new HeaderHash(signature.HeaderForm);
        SignedFields.AddTo(hash, header, signature.Headers);
        hash.AddLast(field.Name, TagList.Without(field.Text, "b").TrimEnd('\r', '\n'));
        return hash.Complete();
    }

    // RFC 8617 §5.1.1: all sets up to this one in order, relaxed, the seal itself last and without its signature.
    private byte[] HashOfSeal(int instance)
    {
        var hash = new HeaderHash(Canonicalization.Relaxed);
        foreach (var set in sets!.Take(instance - 1))
        {
            hash.Add(set.Results);
            hash.Add(set.Message);
            hash.Add(set.Seal);
        }

        var last = sets![instance - 1];
        hash.Add(last.Results);
        hash.Add(last.Message);
        hash.AddLast(last.Seal.Name, TagList.Without(last.Seal.Text, "b").TrimEnd('\r', '\n'));
        return hash.Complete();
    }
}
