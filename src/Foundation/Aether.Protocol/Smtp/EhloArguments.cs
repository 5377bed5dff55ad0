using System.Buffers;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>EHLO, HELO and LHLO: the name a client gives itself. RFC 5321 §4.1.1.1, RFC 2033 §4.1.</summary>
public sealed record EhloArguments(string Name)
{
    // Wider than a domain, as clients are (underscores, bare IPv6): yet nothing that could matter in a header, log or shell.
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:[]"u8);

    public static ArgumentsStatus TryParse(ReadOnlySpan<byte> arguments, out EhloArguments ehlo)
    {
        ehlo = null!;
        arguments = arguments.TrimStart((byte)' ');
        if (arguments.IsEmpty || arguments.Length > DomainGrammar.MaxLength || arguments.ContainsAnyExcept(NameBytes))
            return ArgumentsStatus.Syntax;

        ehlo = new EhloArguments(Encoding.ASCII.GetString(arguments));
        return ArgumentsStatus.Ok;
    }

    public override string ToString() => Name;
}
