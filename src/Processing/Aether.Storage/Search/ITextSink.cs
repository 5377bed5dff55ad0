namespace Aether.Storage.Search;

/// <summary>Takes the folded text of a message in order: its header fields, then its body in pieces. UTF-8, folded by i;unicode-casemap.</summary>
internal interface ITextSink
{
    /// <summary>Nothing more is wanted.</summary>
    bool IsFull { get; }

    /// <summary>One field as "NAME: VALUE".</summary>
    void Field(ReadOnlySpan<byte> line);

    /// <summary>Text that follows what came before.</summary>
    void Body(ReadOnlySpan<byte> piece);

    /// <summary>What follows does not join what came before.</summary>
    void Break();
}
