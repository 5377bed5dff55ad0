using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Quotas;

namespace Aether.Imap.Commands.Quotas;

/// <summary>The quota roots of an account: its own, and those it shares in. RFC 9208 §3.2, §4.2.1.</summary>
internal static class QuotaLines
{
    public static string RootOf(QuotaUsage usage) => usage.Owner switch
    {
        QuotaOwner.Account => "account",
        QuotaOwner.Domain => "domain",
        _ => "tenant",
    };

    /// <summary>QUOTA: usage and limit of the resources that are limited; STORAGE counts in 1024 octets. RFC 9208 §5.1.</summary>
    /// <param name="root">Its name, as this user knows it.</param>
    public static void Write(ImapSession session, string root, QuotaUsage usage)
    {
        var responses = session.Responses;
        responses.Raw("* QUOTA "u8);
        if (root.Contains('/', StringComparison.Ordinal))
            ImapString.Write(responses.Output, root);
        else
            responses.Raw(Encoding.ASCII.GetBytes(root));
        responses.Raw(" ("u8);
        bool isFirst = true;
        if (usage.Limit.Bytes > 0 && session.Offers("QUOTA=RES-STORAGE"))
            Resource(responses, "STORAGE "u8, (usage.UsedBytes + 1023) / 1024, usage.Limit.Bytes / 1024, ref isFirst);
        if (usage.Limit.Messages > 0 && session.Offers("QUOTA=RES-MESSAGE"))
            Resource(responses, "MESSAGE "u8, usage.UsedMessages, usage.Limit.Messages, ref isFirst);
        if (usage.Limit.Mailboxes > 0 && session.Offers("QUOTA=RES-MAILBOX"))
            Resource(responses, "MAILBOX "u8, usage.UsedMailboxes, usage.Limit.Mailboxes, ref isFirst);
        responses.Raw(")\r\n"u8);
    }

    private static void Resource(ResponseWriter responses, ReadOnlySpan<byte> name, long used, long limit, ref bool isFirst)
    {
        if (!isFirst)
            responses.Raw(" "u8);
        isFirst = false;
        responses.Raw(name);
        ImapString.WriteNumber(responses.Output, used);
        responses.Raw(" "u8);
        ImapString.WriteNumber(responses.Output, limit);
    }
}
