using System.Buffers;
using System.Text;
using Aether.Protocol.Text;

namespace Aether.Protocol.Pop3;

/// <summary>One POP3 command: a keyword, and what follows it behind one space. RFC 1939 §3, RFC 2449 §4.</summary>
/// <param name="Verb">In upper case; empty when the line has no keyword.</param>
/// <param name="Argument">All behind the first space, blanks included: a password may hold some. RFC 1939 §7 PASS.</param>
public readonly record struct CommandLine(string Verb, ReadOnlyMemory<byte> Argument)
{
    private const int MaxVerb = 16;

    /// <summary>Cuts one line off <paramref name="input"/>; a lone LF ends it too, for those who type.</summary>
    /// <param name="maxLength">The longest line allowed, its end counted.</param>
    /// <param name="line">The line without its end.</param>
    public static LineStatus TryReadLine(ref ReadOnlySequence<byte> input, int maxLength, out byte[] line)
    {
        line = [];
        if (input.PositionOf((byte)'\n') is not { } end)
            return input.Length < maxLength ? LineStatus.Incomplete : LineStatus.TooLong;
        var whole = input.Slice(0, end);
        if (whole.Length + 1 > maxLength)
            return LineStatus.TooLong;
        line = whole.ToArray();
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        input = input.Slice(input.GetPosition(1, end));
        return LineStatus.Complete;
    }

    public static CommandLine Parse(ReadOnlyMemory<byte> line)
    {
        int space = line.Span.IndexOf((byte)' ');
        var verb = space < 0 ? line.Span : line.Span[..space];
        return verb.Length > MaxVerb || !Ascii.IsValid(verb)
            ? default(CommandLine) with { Verb = string.Empty }
            : new CommandLine(Encoding.ASCII.GetString(verb).ToUpperInvariant(), space < 0 ? default : line[(space + 1)..]);
    }
}
