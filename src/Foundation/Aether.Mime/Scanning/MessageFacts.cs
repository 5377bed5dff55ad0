namespace Aether.Mime.Scanning;

/// <summary>What one pass over a message found: the ready IMAP views of RFC 3501 §7.4.2 and the values threading and DSNs need.</summary>
public sealed record MessageFacts
{
    /// <summary>Octets of the message.</summary>
    public required long Size { get; init; }

    /// <summary>Octets of the top-level header with its empty line.</summary>
    public required long HeaderLength { get; init; }

    /// <summary>The ENVELOPE value, parentheses included.</summary>
    public required ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>The BODYSTRUCTURE value, parentheses included; <see cref="Structure.BodyStructureTrimmer"/> makes BODY of it.</summary>
    public required ReadOnlyMemory<byte> BodyStructure { get; init; }

    /// <summary>The packed part index, read by <see cref="Structure.PartIndex"/>.</summary>
    public required ReadOnlyMemory<byte> Parts { get; init; }

    /// <summary>The message id without its angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The ids of References, then In-Reply-To, without angle brackets; the oldest and the newest when there are many.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The Subject as it stands, encoded words and all, cut at 4 KiB.</summary>
    public string? Subject { get; init; }

    /// <summary>The first From field as it stands, cut at 4 KiB.</summary>
    public string? From { get; init; }

    /// <summary>The Date field as it stands, cut at 4 KiB.</summary>
    public string? Date { get; init; }

    public int ReceivedCount { get; init; }

    /// <summary>The Delivered-To fields as they stand, up to 100 of them. RFC 9228.</summary>
    public IReadOnlyList<string> DeliveredTo { get; init; } = [];

    public HeaderViolation Violation { get; init; }
}
