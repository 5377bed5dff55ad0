using Aether.Imap.Selected;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>A command as its handler gets it.</summary>
/// <param name="Arguments">What follows the verb, its leading space included; valid until the handler reads on.</param>
/// <param name="Numbering">How messages are named in it.</param>
internal sealed record CommandInput(ReadOnlyMemory<byte> Arguments, Numbering Numbering)
{
    /// <summary>The command's tag, for responses that name it. RFC 4466 §2.6.2.</summary>
    public ReadOnlyMemory<byte> Tag { get; init; }

    /// <summary>Mailbox names in it are UTF-8.</summary>
    public bool Utf8Names { get; init; }

    /// <summary>Reads the arguments from their begin.</summary>
    public ArgumentReader Read() => new(Arguments.Span) { Utf8Names = Utf8Names };
}
