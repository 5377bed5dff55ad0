using System.Text;
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

    /// <summary>The local part of the first address of a list; empty when there is none.</summary>
    public static string FirstMailbox(ReadOnlySpan<byte> envelope, int list)
    {
        var reader = new ArgumentReader(envelope);
        if (!reader.TryOpen() || !reader.TryNString(out _) || !reader.TrySpace() || !reader.TryNString(out _))
            return string.Empty;
        string found = string.Empty;
        for (int i = 0; i <= list; i++)
        {
            if (!reader.TrySpace() || !TryList(ref reader, out found))
                return string.Empty;
        }

        return found;
    }

    private static bool TryList(ref ArgumentReader reader, out string first)
    {
        first = string.Empty;
        if (reader.TryWord("NIL"u8))
            return true;
        if (!reader.TryOpen())
            return false;
        for (bool isFirst = true; reader.TryOpen(); isFirst = false)
        {
            if (!reader.TryNString(out _) || !reader.TrySpace() || !reader.TryNString(out _) || !reader.TrySpace()
                || !reader.TryNString(out var mailbox) || !reader.TrySpace() || !reader.TryNString(out _) || !reader.TryClose())
            {
                return false;
            }

            if (isFirst)
                first = Encoding.UTF8.GetString(mailbox);
        }

        return reader.TryClose();
    }
}
