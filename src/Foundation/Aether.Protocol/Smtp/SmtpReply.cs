using System.Buffers;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>A reply: code, enhanced status and lines of text; formatted once, when made. RFC 5321 §4.2, RFC 2034 §4.</summary>
public sealed class SmtpReply
{
    private readonly byte[] wire;

    public SmtpReply(int code, EnhancedStatus? enhanced, params ReadOnlySpan<string> lines)
    {
        Code = code;
        Enhanced = enhanced;
        Lines = lines.IsEmpty ? [""] : [.. lines];
        wire = Format();
    }

    public int Code { get; }

    public EnhancedStatus? Enhanced { get; }

    /// <summary>The text without codes, at least one line.</summary>
    public IReadOnlyList<string> Lines { get; }

    public string Text => string.Join(' ', Lines);

    /// <summary>2xx and 3xx.</summary>
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>4xx: worth another try.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    public bool IsPermanent => Code >= 500;

    /// <summary>A reply that carries no enhanced status: greetings, EHLO, 3xx. RFC 2034 §4.</summary>
    public static SmtpReply Plain(int code, params ReadOnlySpan<string> lines) => new(code, null, lines);

    public void WriteTo(IBufferWriter<byte> output) => output.Write(wire);

    public override string ToString() => Enhanced is { } enhanced ? $"{Code} {enhanced} {Text}" : $"{Code} {Text}";

    private byte[] Format()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Lines.Count; i++)
        {
            text.Append(Code).Append(i == Lines.Count - 1 ? ' ' : '-');
            if (Enhanced is { } enhanced)
                text.Append(enhanced).Append(' ');
            text.Append(Lines[i]).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
