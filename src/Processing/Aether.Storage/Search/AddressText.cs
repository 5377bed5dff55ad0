using System.Buffers;
using System.Text;
using Aether.Mime.Addresses;
using Aether.Mime.Headers;
using Aether.Mime.Text;

namespace Aether.Storage.Search;

/// <summary>
/// The addresses of a field as who looks for them writes them, where the field has them with comments or blanks between: a search for
/// <c>ann@example.org</c> finds <c>ann (home) @example.org</c>. RFC 3501 §6.4.4, RFC 5322 §3.4.
/// </summary>
internal static class AddressText
{
    private const int MaxTokens = 1000;

    /// <summary>Writes the field anew: its name and its addresses; false when it stands there like that already.</summary>
    public static bool TryWrite(HeaderField field, ArrayBufferWriter<byte> folded)
    {
        if (!IsAddressField(field.Name) || field.Whole.IndexOf((byte)'(') < 0)
            return false;
        folded.ResetWrittenCount();
        UnicodeCasemap.Fold(Encoding.Latin1.GetString(field.Name), folded);
        folded.Write(":"u8);
        byte[] unfolded = ArrayPool<byte>.Shared.Rent(field.Whole.Length + 1);
        var addresses = new AddressReader(unfolded.AsSpan(0, field.Unfold(unfolded)), MaxTokens);
        bool any = false;
        while (addresses.TryRead())
        {
            if (addresses.Kind is not AddressKind.Mailbox)
                continue;
            folded.Write(" "u8);
            UnicodeCasemap.Fold(HeaderText.Decode(addresses.Local) + "@" + HeaderText.Decode(addresses.Domain), folded);
            any = true;
        }

        addresses.Dispose();
        ArrayPool<byte>.Shared.Return(unfolded);
        return any;
    }

    private static bool IsAddressField(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "From"u8) || Ascii.EqualsIgnoreCase(name, "To"u8) || Ascii.EqualsIgnoreCase(name, "Cc"u8) || Ascii.EqualsIgnoreCase(name, "Bcc"u8);
}
