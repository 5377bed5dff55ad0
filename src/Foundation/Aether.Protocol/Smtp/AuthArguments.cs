using System.Buffers;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>AUTH: a SASL mechanism and, perhaps, its first message still in base64. RFC 4954 §4.</summary>
/// <param name="Mechanism">In upper case.</param>
/// <param name="InitialResponse">Null when absent; <c>=</c> stands for an empty one. A secret: it has no text form.</param>
public readonly record struct AuthArguments(string Mechanism, ReadOnlyMemory<byte>? InitialResponse)
{
    private const int MaxMechanismLength = 20;
    private static readonly SearchValues<byte> MechanismBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    public static ArgumentsStatus TryParse(ReadOnlyMemory<byte> arguments, out AuthArguments auth)
    {
        auth = default;
        var span = arguments.Span;
        int space = span.IndexOf((byte)' ');
        var mechanism = space < 0 ? span : span[..space];

        // RFC 4422 §3.1: 1*20 of upper case, digit, hyphen, underscore.
        if (mechanism.Length is 0 or > MaxMechanismLength || mechanism.ContainsAnyExcept(MechanismBytes))
            return ArgumentsStatus.Syntax;
        if (space >= 0 && (space + 1 == span.Length || span[(space + 1)..].Contains((byte)' ')))
            return ArgumentsStatus.Syntax;

        auth = new AuthArguments(Encoding.ASCII.GetString(mechanism).ToUpperInvariant(), space < 0 ? (ReadOnlyMemory<byte>?)null : arguments[(space + 1)..]);
        return ArgumentsStatus.Ok;
    }

    public override string ToString() => Mechanism;
}
