namespace Aether.Protocol.Imap;

/// <summary>One data item of FETCH with the name under which it is answered. RFC 3501 §6.4.5, §7.4.2.</summary>
public sealed class FetchItem(FetchItemKind kind, ReadOnlyMemory<byte> label)
{
    public FetchItemKind Kind { get; } = kind;

    /// <summary>The item's name in the response, such as BODY[HEADER.FIELDS (DATE)]&lt;0&gt;.</summary>
    public ReadOnlyMemory<byte> Label { get; } = label;

    public BodySection? Section { get; init; }

    /// <summary>Which ones <see cref="FetchItemKind.Annotation"/> wants.</summary>
    public AnnotationQuery? Annotations { get; init; }

    /// <summary>Fetching it sets \Seen.</summary>
    public bool SetsSeen { get; init; }
}
