using System.Net;
using System.Text.Json;
using Aether.Validation.Checks;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.DmarcReports;

/// <summary>One kind of message as it is counted for a report: all that a record of it tells. RFC 9990 §3.1.1.7.</summary>
/// <param name="Source">The address it came from.</param>
/// <param name="Author">The domain in From.</param>
/// <param name="Envelope">The domain of MAIL FROM; empty for the null sender.</param>
/// <param name="Disposition">none, pass, quarantine or reject.</param>
/// <param name="IsDkimAligned">A signature passed in the author's name.</param>
/// <param name="IsSpfAligned">SPF passed in the author's name.</param>
/// <param name="Override">Why the policy was not applied: a word of RFC 9990 §3.1.6; empty where it was.</param>
/// <param name="Spf">What SPF said of MAIL FROM; empty where it was not asked.</param>
public sealed record DmarcDetail(
    DmarcPublished Policy, string Source, string Author, string Envelope, string Disposition, bool IsDkimAligned, bool IsSpfAligned, string Override, string SpfDomain, string Spf, IReadOnlyList<DmarcSignature> Signatures)
{
    /// <summary>RFC 9990 §3.1.3 would have up to 100; more than a few are a stranger's wish.</summary>
    private const int MaxSignatures = 10;

    /// <returns>Null: the author's domain wants no reports, or nothing can be said.</returns>
    public static DmarcDetail? Of(MailAuthentication found, IPAddress source, CheckOptions options)
    {
        if (found.Dmarc is not { Record.Reports.Count: > 0, Result: DmarcResult.Pass or DmarcResult.Fail } dmarc || found.Action is MailAction.Defer)
            return null; // what is deferred comes again
        var signatures = found.Dkim.Where(dkim => dkim.Domain.Length > 0).OrderByDescending(dkim => Rank(dkim, dmarc)).Take(MaxSignatures);
        return new DmarcDetail(
            DmarcPublished.Of(dmarc, options.DmarcMode),
            (source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source).ToString(),
            dmarc.Author,
            found.Sender[(found.Sender.LastIndexOf('@') + 1)..].ToLowerInvariant(),
            DispositionOf(found, dmarc),
            dmarc.IsDkimAligned,
            dmarc.IsSpfAligned,
            OverrideOf(found, dmarc, options),
            found.Spf?.Domain ?? "",
            found.Spf is { } spf ? ReceivedSpf.NameOf(spf.Result) : "",
            [.. signatures.Select(dkim => new DmarcSignature(dkim.Domain, dkim.Selector, DkimOutcome.NameOf(dkim.Result)))]);
    }

    public string Format() => JsonSerializer.Serialize(this, DmarcJson.Default.DmarcDetail);

    /// <returns>Null: it is none.</returns>
    public static DmarcDetail? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DmarcJson.Default.DmarcDetail);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // RFC 9990 §3.1.3: first those that pass in the author's name, then his relatives', then others that pass.
    private static int Rank(DkimOutcome dkim, DmarcOutcome dmarc) => (dkim.Result is DkimResult.Pass ? 4 : 0) + (dkim.Domain == dmarc.Author ? 2 : dkim.Domain.EndsWith(dmarc.Organization, StringComparison.Ordinal) ? 1 : 0);

    // RFC 9990 Appendix A: "pass" is about a policy that bites.
    private static string DispositionOf(MailAuthentication found, DmarcOutcome dmarc) => (dmarc.Result, found.Action) switch
    {
        (DmarcResult.Pass, _) => dmarc.Published is DmarcPolicy.None ? "none" : "pass",
        (_, MailAction.Reject) => "reject",
        (_, MailAction.Quarantine) => "quarantine",
        _ => "none",
    };

    private static string OverrideOf(MailAuthentication found, DmarcOutcome dmarc, CheckOptions options)
    {
        if (dmarc.Result is DmarcResult.Pass || DispositionOf(found, dmarc) == DmarcOutcome.NameOf(dmarc.Published))
            return "";
        if (!options.AppliesDmarc || options.DmarcExceptions.Contains(dmarc.Author))
            return "local_policy";
        if (DispositionOf(found, dmarc) == DmarcOutcome.NameOf(dmarc.Requested))
            return "policy_test_mode";
        return found.Action is MailAction.Reject ? "local_policy" : "trusted_forwarder"; // refused for SPF alone, or let through for its seals
    }
}
