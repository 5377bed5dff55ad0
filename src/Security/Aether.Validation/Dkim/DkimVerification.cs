using Aether.Dns.Resolving;
using Aether.Validation.Domains;
using Aether.Validation.Messages;

namespace Aether.Validation.Dkim;

/// <summary>Verifies the signatures of one message: begun when its header is there, ended when its body has passed. RFC 6376 §6.</summary>
public sealed class DkimVerification
{
    private readonly HeaderBlock header;
    private readonly DkimLimits limits;
    private readonly List<Claim> claims = [];

    /// <param name="header">The message's header.</param>
    /// <param name="bodies">Who hashes the body; the hashes needed are asked for here.</param>
    /// <param name="fromDomain">Signatures of this domain and its relatives come first, when there are too many (case D03).</param>
    public DkimVerification(HeaderBlock header, BodyHashes bodies, DkimLimits limits, string? fromDomain)
    {
        (this.header, this.limits) = (header, limits);
        var all = header.Find("DKIM-Signature").Take(limits.Signatures * 20).Select(place => Claim.Read(header.Fields[place], limits));
        foreach (var claim in all.OrderBy(claim => claim.IsOf(fromDomain) ? 0 : 1).Take(limits.Signatures))
        {
            claims.Add(claim);
            if (claim.Signature is { } signature)
                claim.Body = bodies.Want(signature.BodyForm, signature.BodyLength);
        }
    }

    /// <summary>Published keys that were read before; null: none is kept.</summary>
    public DkimKeys? Keys { get; init; }

    /// <returns>One outcome a signature looked at; none for an unsigned message.</returns>
    public async ValueTask<IReadOnlyList<DkimOutcome>> CompleteAsync(IDnsResolver dns, DateTimeOffset now, CancellationToken ct)
    {
        var outcomes = new List<DkimOutcome>(claims.Count);
        var check = new SignatureCheck(dns, limits, Keys ?? new DkimKeys());
        foreach (var claim in claims)
            outcomes.Add(await CheckAsync(check, claim, now, ct));
        return outcomes;
    }

    private async ValueTask<DkimOutcome> CheckAsync(SignatureCheck check, Claim claim, DateTimeOffset now, CancellationToken ct)
    {
        if (claim.Signature is not { } signature)
            return new DkimOutcome(DkimResult.PermError, "", "", "", "", "", claim.Problem);
        var outcome = new DkimOutcome(DkimResult.Fail, signature.Domain, signature.Selector, signature.Identity, signature.AlgorithmName, Start(signature.SignatureText)) { IsPartial = signature.BodyLength is not null, Headers = signature.Headers };
        if (signature.Expiration < now)
            return outcome with { Reason = "the signature has expired" };
        if (signature.Time > now + limits.ClockSkew)
            return outcome with { Reason = "the signature is of the future" };
        var verdict = await check.RunAsync(signature, claim.Body!, () => HashOf(claim.Field, signature), ct);
        return outcome with { Result = verdict.Result, Reason = verdict.Reason, IsTest = verdict.IsTest, KeySize = verdict.KeySize };
    }

    private byte[] HashOf(HeaderEntry field, DkimSignature signature)
    {
        var hash = new HeaderHash(signature.HeaderForm);
        SignedFields.AddTo(hash, header, signature.Headers);
        hash.AddLast(field.Name, TagList.Without(field.Text, "b").TrimEnd('\r', '\n'));
        return hash.Complete();
    }

    private static string Start(string signature) => signature.Length > 8 ? signature[..8] : signature;

    private sealed class Claim(HeaderEntry field, DkimSignature? signature, string? problem)
    {
        public HeaderEntry Field { get; } = field;

        public DkimSignature? Signature { get; } = signature;

        public string? Problem { get; } = problem;

        public BodyHash? Body { get; set; }

        public static Claim Read(HeaderEntry field, DkimLimits limits)
        {
            if (field.Whole.Length > limits.MaxFieldLength)
                return new Claim(field, null, "the field is too long");
            if (TagList.Parse(field.Text) is not { } tags)
                return new Claim(field, null, "the field is malformed");
            var signature = DkimSignature.Parse(tags, out var problem);
            return new Claim(field, signature, problem);
        }

        public bool IsOf(string? domain) =>
            domain is not null && Signature is not null && (DomainName.IsWithin(domain, Signature.Domain) || DomainName.IsWithin(Signature.Domain, domain));
    }
}
