namespace Aether.Mime.Headers;

/// <summary>One parameter of a Content-Type or Content-Disposition, its value without quotes. RFC 2045 §5.1.</summary>
public readonly record struct MediaParameter(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);
