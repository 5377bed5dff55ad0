using System.Buffers;

namespace Aether.Protocol.Smtp;

/// <summary>A command line cut into its verb and what follows. RFC 5321 §4.1.1.</summary>
public readonly record struct CommandLine(ReadOnlyMemory<byte> Verb, ReadOnlyMemory<byte> Arguments)
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Cuts <paramref name="line"/> (no CRLF) at its first space. The result refers to the same memory.</summary>
    /// <returns>False when there is no verb, or the line holds a control character.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> line, out CommandLine command)
    {
        command = default;
        var span = line.Span;
        if (span.ContainsAnyInRange<byte>(0, 31) || span.Contains((byte)127))
            return false;

        // RFC 5321 §4.1.1: trailing white space is tolerated.
        int length = span.TrimEnd((byte)' ').Length;
        int verb = span[..length].IndexOf((byte)' ');
        if (verb < 0)
            verb = length;
        if (verb == 0 || span[..verb].ContainsAnyExcept(Letters))
            return false;

        command = new CommandLine(line[..verb], verb < length ? line[(verb + 1)..length] : default);
        return true;
    }
}
