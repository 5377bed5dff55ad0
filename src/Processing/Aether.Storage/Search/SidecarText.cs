namespace Aether.Storage.Search;

/// <summary>The text of a message as an index has kept it.</summary>
internal readonly ref struct SidecarText(int day, bool isCut, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> body)
{
    /// <summary>The day it was sent, or 0.</summary>
    public int Day { get; } = day;

    /// <summary>The message has more text than was kept.</summary>
    public bool IsCut { get; } = isCut;

    /// <summary>"NAME: VALUE", each ended by a NUL.</summary>
    public ReadOnlySpan<byte> Fields { get; } = fields;

    /// <summary>Pieces, each ended by a NUL.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>Looks at a kept text; it is valid until the visitor returns.</summary>
/// <param name="place">The email's place among those asked for.</param>
internal delegate void SidecarVisitor(int place, SidecarText text);
