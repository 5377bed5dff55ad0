using System.Buffers;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>The ORCPT parameter of RCPT: <c>rfc822;ann@example.test</c>. RFC 3461 §4.2.</summary>
public sealed record OriginalRecipient(string AddressType, string Address)
{
    private const int MaxLength = 500;
    private static readonly SearchValues<byte> TypeBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);

    public static bool TryParse(ReadOnlySpan<byte> value, out OriginalRecipient original)
    {
        original = null!;
        int semicolon = value.IndexOf((byte)';');
        if (semicolon <= 0 || value.Length > MaxLength || !Xtext.TryDecode(value[(semicolon + 1)..], out string address))
            return false;

        // It is copied into reports: nothing in it may end or fold a line there.
        bool clean = address.Length > 0 && !address.AsSpan().ContainsAnyInRange('\0', '\x1f') && !address.Contains('\x7f', StringComparison.Ordinal);
        if (!clean || value[..semicolon].ContainsAnyExcept(TypeBytes))
            return false;

        original = new OriginalRecipient(Encoding.ASCII.GetString(value[..semicolon]), address);
        return true;
    }

    public override string ToString() => $"{AddressType};{Xtext.Encode(Address)}";
}
