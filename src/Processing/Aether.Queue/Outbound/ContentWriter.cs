using System.Buffers;

namespace Aether.Queue.Outbound;

/// <summary>Puts a piece of content into its form on the wire.</summary>
internal delegate void ContentWriter(ReadOnlySpan<byte> piece, IBufferWriter<byte> output);
