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
    public static void Write(ResponseWriter responses, QuotaUsage usage)
    {
        responses.Raw("* QUOTA "u8);
        responses.Raw(System.Text.Encoding.ASCII.GetBytes(RootOf(usage)));
        responses.Raw(" ("u8);
        if (usage.Limit.Bytes > 0)
            Resource(responses, "STORAGE "u8, (usage.UsedBytes + 1023) / 1024, usage.Limit.Bytes / 1024);
        if (usage.Limit is { Bytes: > 0, Messages: > 0 })
            responses.Raw(" "u8);
        if (usage.Limit.Messages > 0)
            Resource(responses, "MESSAGE "u8, usage.UsedMessages, usage.Limit.Messages);
        responses.Raw(")\r\n"u8);
    }

    private static void Resource(ResponseWriter responses, ReadOnlySpan<byte> name, long used, long limit)
    {
        responses.Raw(name);
        ImapString.WriteNumber(responses.Output, used);
        responses.Raw(" "u8);
        ImapString.WriteNumber(responses.Output, limit);
    }
}
