namespace Aether.Smtp.Session;

/// <summary>Takes octets on.</summary>
internal delegate void SpanAction(ReadOnlySpan<byte> octets);
