namespace Aether.Validation.Bimi;

/// <summary>The indicator of a domain of ours.</summary>
/// <param name="Image">SVG, unpacked.</param>
/// <param name="Certificate">In PEM, with its chain; null or empty: nobody vouches for it.</param>
public sealed record OwnMark(byte[] Image, byte[]? Certificate);
