namespace Aether.Protocol.Imap;

/// <summary>How long a command and its literals may be before they are buffered. RFC 7162 §4, RFC 7888 §4.</summary>
/// <param name="MaxLine">Octets of all lines of one command, literals not counted.</param>
/// <param name="MaxLiteral">Octets of one literal that is no message.</param>
/// <param name="MaxLiteralSum">Octets of all such literals of one command.</param>
/// <param name="MaxLiterals">Literals of one command.</param>
public sealed record FrameLimits(int MaxLine, int MaxLiteral, int MaxLiteralSum, int MaxLiterals)
{
    /// <summary>Octets that may come without being asked for. LITERAL-: RFC 7888 §5.</summary>
    public long MaxPlainLiteral { get; init; } = long.MaxValue;
}
