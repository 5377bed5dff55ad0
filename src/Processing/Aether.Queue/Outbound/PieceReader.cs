namespace Aether.Queue.Outbound;

/// <summary>Takes a piece of content.</summary>
internal delegate void PieceReader(ReadOnlySpan<byte> piece);
