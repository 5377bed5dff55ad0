using Aether.Migration.Lines;
using Aether.Storage.Messages;

namespace Aether.Migration.Sources;

/// <summary>One message of a source.</summary>
/// <param name="Key">By what it is known again at the next import; it stays when flags change.</param>
/// <param name="Date">When it came in there.</param>
/// <param name="Lines">How its lines end.</param>
/// <param name="OpenAsync">Its octets.</param>
public sealed record SourceMessage(
    string Key, SystemFlags Flags, IReadOnlyList<string> Keywords, DateTimeOffset Date, LineForm Lines, Func<CancellationToken, ValueTask<Stream>> OpenAsync)
{
    /// <summary>What POP3 called it there, where the source tells; else its X-UIDL field does. RFC 1939 §7.</summary>
    public string? UniqueId { get; init; }

    /// <summary>Asks the source for that where it must see the message first: its header, and its size.</summary>
    public Func<ReadOnlyMemory<byte>, long, CancellationToken, ValueTask<string?>>? FindUniqueIdAsync { get; init; }
}
