using System.Buffers;

namespace Aether.Queue.Outbound.SevenBit;

/// <summary>A message in its 7-bit form, piece by piece as it is read.</summary>
internal sealed class SevenBitForm
{
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly SevenBitWriter writer;

    public SevenBitForm() => writer = new SevenBitWriter(output);

    public bool IsImpossible => writer.IsImpossible;

    /// <returns>What it became; valid until the next call.</returns>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> piece)
    {
        output.ResetWrittenCount();
        writer.Write(piece);
        return output.WrittenSpan;
    }

    /// <returns>The rest.</returns>
    public ReadOnlySpan<byte> Finish()
    {
        output.ResetWrittenCount();
        writer.Finish();
        return output.WrittenSpan;
    }
}
