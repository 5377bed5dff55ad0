using System.Buffers;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>Walks over <c>keyword[=value]</c> parameters separated by spaces. RFC 5321 §4.1.1.11.</summary>
internal ref struct EsmtpParameters(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> KeywordBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);
    private ReadOnlySpan<byte> rest = text;

    public ReadOnlySpan<byte> Keyword { get; private set; }

    /// <summary>Empty when there is none: <c>esmtp-value</c> has at least one character.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The last parameter seen is not of the grammar's form.</summary>
    public bool Malformed { get; private set; }

    public bool MoveNext()
    {
        rest = rest.TrimStart((byte)' ');
        if (rest.IsEmpty || Malformed)
            return false;

        int end = rest.IndexOf((byte)' ');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];

        int equals = word.IndexOf((byte)'=');
        Keyword = equals < 0 ? word : word[..equals];
        Value = equals < 0 ? default : word[(equals + 1)..];
        Malformed = Keyword.IsEmpty || Keyword[0] == (byte)'-' || Keyword.ContainsAnyExcept(KeywordBytes)
            || (equals >= 0 && (Value.IsEmpty || Value.Contains((byte)'=') || Value.ContainsAnyInRange<byte>(0, 32) || Value.Contains((byte)127)));
        return !Malformed;
    }

    public readonly bool Is(ReadOnlySpan<byte> keyword) => Ascii.EqualsIgnoreCase(Keyword, keyword);
}
