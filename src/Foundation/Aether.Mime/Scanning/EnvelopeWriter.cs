using System.Buffers;
using Aether.Mime.Addresses;
using Aether.Protocol.Imap;

namespace Aether.Mime.Scanning;

/// <summary>Writes ENVELOPE: raw, undecoded strings; Sender and Reply-To default to From. RFC 3501 §7.4.2.</summary>
internal static class EnvelopeWriter
{
    public static ReadOnlyMemory<byte> Empty { get; } = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"u8.ToArray();

    public static void Write(IBufferWriter<byte> target, HeaderCollector header, MimeLimits limits)
    {
        int addressesLeft = limits.MaxAddresses;
        target.Write("("u8);
        WriteField(target, header, KnownField.Date);
        target.Write(" "u8);
        WriteField(target, header, KnownField.Subject);
        foreach (var field in (ReadOnlySpan<KnownField>)[KnownField.From, KnownField.Sender, KnownField.ReplyTo, KnownField.To, KnownField.Cc, KnownField.Bcc])
        {
            target.Write(" "u8);
            var value = header.Get(field);
            bool written = TryWriteAddresses(target, value, limits, ref addressesLeft)
                || (field is KnownField.Sender or KnownField.ReplyTo && TryWriteAddresses(target, header.Get(KnownField.From), limits, ref addressesLeft));
            if (!written)
                target.Write("NIL"u8);
        }

        target.Write(" "u8);
        WriteField(target, header, KnownField.InReplyTo);
        target.Write(" "u8);
        WriteField(target, header, KnownField.MessageId);
        target.Write(")"u8);
    }

    /// <summary>NIL when the field is absent, the empty string when it is there and empty.</summary>
    private static void WriteField(IBufferWriter<byte> target, HeaderCollector header, KnownField field)
    {
        if (header.TryGet(field, out var value))
            ImapString.Write(target, value);
        else
            target.Write("NIL"u8);
    }

    private static bool TryWriteAddresses(IBufferWriter<byte> target, ReadOnlySpan<byte> value, MimeLimits limits, ref int left)
    {
        if (value.IsEmpty)
            return false;
        bool any = false;
        using var reader = new AddressReader(value, limits.MaxAddressTokens);
        while (left > 0 && reader.TryRead())
        {
            target.Write(any ? "("u8 : "(("u8);
            any = true;
            left--;
            WriteAddress(target, reader);
            target.Write(")"u8);
        }

        if (any)
            target.Write(")"u8);
        return any;
    }

    private static void WriteAddress(IBufferWriter<byte> target, in AddressReader address)
    {
        // A group is a pair of addresses without a host: one with its name, one with nothing.
        if (address.Kind is AddressKind.GroupEnd)
        {
            target.Write("NIL NIL NIL NIL"u8);
            return;
        }

        if (address.Kind is AddressKind.GroupStart)
        {
            target.Write("NIL NIL "u8);
            ImapString.Write(target, address.Name);
            target.Write(" NIL"u8);
            return;
        }

        ImapString.WriteNullable(target, address.Name);
        target.Write(" "u8);
        ImapString.WriteNullable(target, address.Route);
        target.Write(" "u8);
        ImapString.Write(target, address.Local);
        target.Write(" "u8);
        ImapString.Write(target, address.Domain);
    }
}
