using System.Buffers;

namespace Aether.Storage.Search;

/// <summary>
/// The folded text of one message in memory, up to a bound: fields, then body, each piece ended by a NUL that no search
/// string can hold. This is what the sidecar keeps.
/// </summary>
internal sealed class FoldedText(int most) : ITextSink
{
    private readonly ArrayBufferWriter<byte> text = new(4096);

    /// <summary>Octets of the fields.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>There was more text than the bound allows.</summary>
    public bool IsCut { get; private set; }

    /// <summary>There is nothing to be gained by going on; a body of just the bound counts as cut.</summary>
    public bool IsFull => IsCut;

    public ReadOnlySpan<byte> Octets => text.WrittenSpan;


    public void Field(ReadOnlySpan<byte> line)
    {
        Add(line);
        Break();
        HeaderLength = text.WrittenCount;
    }

    public void Body(ReadOnlySpan<byte> piece) => Add(piece);

    public void Break() => text.Write([(byte)0]);

    public void Clear()
    {
        text.ResetWrittenCount();
        HeaderLength = 0;
        IsCut = false;
    }

    private void Add(ReadOnlySpan<byte> piece)
    {
        int room = Math.Max(0, most - text.WrittenCount);
        if (piece.Length > room)
        {
            piece = piece[..room];
            IsCut = true;
        }
        text.Write(piece);
    }
}
