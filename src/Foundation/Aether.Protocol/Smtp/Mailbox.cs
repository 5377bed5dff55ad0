using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Aether.Protocol.Smtp;

/// <summary>
/// One address of an envelope: both halves exactly as they came, so that it goes out byte-identical. RFC 5321 §4.1.2, RFC 6531 §3.3.
/// </summary>
/// <param name="LocalPart">As written: a quoted string keeps its quotes and backslashes.</param>
/// <param name="Domain">A domain or an address literal; empty only for the bare <c>postmaster</c> of RFC 5321 §4.1.1.3.</param>
public sealed record Mailbox(string LocalPart, string Domain)
{
    public const int MaxLocalPartLength = 64;
    private static readonly SearchValues<byte> DotAtext =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8);

    /// <summary>False when the address travels only with SMTPUTF8.</summary>
    public bool IsAscii => Ascii.IsValid(LocalPart) && Ascii.IsValid(Domain);

    public bool IsAddressLiteral => Domain.StartsWith('[');

    /// <summary>The local part a person means: <c>"a\"b"</c> is a"b, and <c>"ann"</c> is ann.</summary>
    public string UnquotedLocalPart => LocalPart.StartsWith('"') ? Unquote(LocalPart) : LocalPart;

    /// <summary>Parses <c>local-part@domain</c>, the whole of <paramref name="text"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Mailbox mailbox)
    {
        mailbox = null!;
        int local = LocalPartLength(text);
        if (local is <= 0 or > MaxLocalPartLength || local >= text.Length || text[local] != (byte)'@')
            return false;

        var domain = text[(local + 1)..];
        if (!Utf8.IsValid(text) || !(DomainGrammar.IsDomain(domain) || DomainGrammar.IsAddressLiteral(domain)))
            return false;

        mailbox = new Mailbox(Encoding.UTF8.GetString(text[..local]), Encoding.UTF8.GetString(domain));
        return true;
    }

    public static bool TryParse(string text, out Mailbox mailbox) => TryParse(Encoding.UTF8.GetBytes(text), out mailbox);

    public override string ToString() => Domain.Length == 0 ? LocalPart : $"{LocalPart}@{Domain}";

    /// <summary>The length of the local part at the head of <paramref name="text"/>, or 0.</summary>
    private static int LocalPartLength(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == (byte)'"')
            return QuotedLength(text);

        int length = 0;
        while (length < text.Length && (text[length] >= 0x80 || DotAtext.Contains(text[length])))
            length++;

        // Dot-string: atoms with single dots between them.
        bool dotsFit = length > 0 && text[0] != (byte)'.' && text[length - 1] != (byte)'.' && text[..length].IndexOf(".."u8) < 0;
        return dotsFit ? length : 0;
    }

    private static int QuotedLength(ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
                return i > 1 ? i + 1 : 0; // The empty quoted string names nobody.
            bool escaped = text[i] == (byte)'\\';
            if (escaped && ++i == text.Length)
                return 0;

            // qtextSMTP and quoted-pairSMTP: printable ASCII, or UTF-8 unescaped.
            if (text[i] is < 32 or 127 || (escaped && text[i] >= 0x80))
                return 0;
        }

        return 0;
    }

    private static string Unquote(string quoted)
    {
        var plain = new StringBuilder(quoted.Length);
        for (int i = 1; i < quoted.Length - 1; i++)
        {
            if (quoted[i] == '\\')
                i++;
            plain.Append(quoted[i]);
        }

        return plain.ToString();
    }
}
