using Aether.Protocol.Smtp;
using Aether.Smtp.SiteRules;

namespace Aether.Smtp.Recipients;

/// <summary>Puts another address in the place of a recipient, once; reports still name what the sender wrote. RFC 3461 §5.2.3.</summary>
internal static class RecipientRewriting
{
    public static RcptArguments Apply(IReadOnlyList<RewriteRule> rules, RcptArguments rcpt)
    {
        if (rules.Count == 0)
            return rcpt;
        string written = rcpt.Recipient.ToString();
        var target = rules.Select(rule => rule.Apply(written)).FirstOrDefault(found => found is not null);
        if (target is null || !Mailbox.TryParse(target, out var mailbox))
            return rcpt;
        return rcpt with { Recipient = mailbox, Original = rcpt.Original ?? (rcpt.Recipient.IsAscii ? new OriginalRecipient("rfc822", written) : null) };
    }
}
