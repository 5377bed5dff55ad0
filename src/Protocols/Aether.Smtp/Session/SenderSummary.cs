using Aether.Validation.Arc;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Smtp.Session;

/// <summary>What was found out about a sender, in short, for the trace of the message.</summary>
internal static class SenderSummary
{
    /// <returns>Empty without checks; else it begins with a comma.</returns>
    public static string Of(MailAuthentication? found) => found is null ? "" : string.Concat(
        found.Spf is { } spf ? $", spf {ReceivedSpf.NameOf(spf.Result)}" : "",
        string.Concat(found.Dkim.Select(static dkim => $", dkim {DkimOutcome.NameOf(dkim.Result)}{(dkim.Domain.Length == 0 ? "" : $" of {dkim.Domain}")}")),
        found.Arc.Result is ArcResult.None ? "" : $", arc {ArcOutcome.NameOf(found.Arc.Result)}",
        found.Dmarc is { } dmarc ? $", dmarc {DmarcOutcome.NameOf(dmarc.Result)} for {dmarc.Author}" : "",
        found.Bimi is { } bimi ? $", bimi {BimiOutcome.NameOf(bimi.Result)}{(bimi.Reason is null ? "" : $" ({bimi.Reason})")}" : "",
        found.LooksLike is { } other ? $", looks like {other}" : "",
        found switch { { Action: MailAction.Quarantine } => $", quarantined: {found.Reason}", { Reason: { } reason } => $", {reason}", _ => "" });
}
