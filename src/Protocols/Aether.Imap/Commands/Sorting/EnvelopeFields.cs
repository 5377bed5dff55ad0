using System.Text;
using Aether.Mime.Text;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Sorting;

/// <summary>Reads single values out of a stored ENVELOPE: (date subject from sender reply-to to cc bcc in-reply-to message-id). RFC 3501 §7.4.2.</summary>
internal static class EnvelopeFields
{
    /// <summary>Places of the address lists among the six.</summary>
    public const int From = 0;
    public const int To = 3;
    public const int Cc = 4;

    public static ReadOnlySpan<byte> Date(ReadOnlySpan<byte> envelope)
    {
        var reader = new ArgumentReader(envelope);
        return reader.TryOpen() && reader.TryNString(out var date) ? date : default;
    }

    public static ReadOnlySpan<byte> Subject(ReadOnlySpan<byte> envelope)
    {
        var reader = new ArgumentReader(envelope);
        return reader.TryOpen() && reader.TryNString(out _) && reader.TrySpace() && reader.TryNString(out var subject) ? subject : default;
    }

    /// <summary>In-Reply-To and Message-ID, as they stand.</summary>
    public static (string InReplyTo, string MessageId) Ids(ReadOnlySpan<byte> envelope)
    {
        const int Lists = 6;
        var reader = new ArgumentReader(envelope);
        if (!TryToLists(ref reader))
            return (string.Empty, string.Empty);
        for (int i = 0; i < Lists; i++)
        {
            if (!reader.TrySpace() || !TryList(ref reader, out _))
                return (string.Empty, string.Empty);
        }

        return reader.TrySpace() && reader.TryNString(out var inReplyTo) && reader.TrySpace() && reader.TryNString(out var messageId)
            ? (Encoding.UTF8.GetString(inReplyTo), Encoding.UTF8.GetString(messageId))
            : (string.Empty, string.Empty);
    }

    /// <summary>The local part of the first address of a list; empty when there is none.</summary>
    public static string FirstMailbox(ReadOnlySpan<byte> envelope, int list) => First(envelope, list).Mailbox;

    /// <summary>The name of the first address of a list as it is shown, or the address itself. RFC 5957 §3.</summary>
    public static string FirstDisplay(ReadOnlySpan<byte> envelope, int list)
    {
        var (name, mailbox, host) = First(envelope, list);
        return name.Length > 0 ? name : host.Length > 0 ? $"{mailbox}@{host}" : mailbox;
    }

    private static Address First(ReadOnlySpan<byte> envelope, int list)
    {
        var reader = new ArgumentReader(envelope);
        var found = Address.None;
        if (!TryToLists(ref reader))
            return found;
        for (int i = 0; i <= list; i++)
        {
            if (!reader.TrySpace() || !TryList(ref reader, out found))
                return Address.None;
        }

        return found;
    }

    private static bool TryToLists(ref ArgumentReader reader) => reader.TryOpen() && reader.TryNString(out _) && reader.TrySpace() && reader.TryNString(out _);

    private static bool TryList(ref ArgumentReader reader, out Address first)
    {
        first = Address.None;
        if (reader.TryWord("NIL"u8))
            return true;
        if (!reader.TryOpen())
            return false;
        for (bool isFirst = true; reader.TryOpen(); isFirst = false)
        {
            if (!reader.TryNString(out var name) || !reader.TrySpace() || !reader.TryNString(out _) || !reader.TrySpace()
                || !reader.TryNString(out var mailbox) || !reader.TrySpace() || !reader.TryNString(out var host) || !reader.TryClose())
            {
                return false;
            }

            if (isFirst)
                first = new Address(HeaderText.Decode(name), Encoding.UTF8.GetString(mailbox), Encoding.UTF8.GetString(host));
        }

        return reader.TryClose();
    }

    private readonly record struct Address(string Name, string Mailbox, string Host)
    {
        public static Address None { get; } = new(string.Empty, string.Empty, string.Empty);
    }
}
