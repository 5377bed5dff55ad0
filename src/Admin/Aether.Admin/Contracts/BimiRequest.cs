namespace Aether.Admin.Contracts;

/// <summary>The indicator of a domain of ours.</summary>
/// <param name="Image">SVG Tiny PS, perhaps packed by gzip.</param>
/// <param name="Certificate">In PEM; null or empty: none.</param>
public sealed record BimiRequest(byte[] Image, byte[]? Certificate);
