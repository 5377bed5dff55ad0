using System.Text;

namespace Aether.Validation.Messages;

/// <summary>One field as it stands.</summary>
/// <param name="Name">Empty for a line that is no field.</param>
/// <param name="Whole">With folds and its last line end.</param>
/// <param name="RawValue">Behind the colon, still folded.</param>
public readonly record struct HeaderEntry(string Name, ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> RawValue)
{
    /// <summary>The value as text, folds and all; octets outside ASCII become U+0080 to U+00FF.</summary>
    public string Text => Encoding.Latin1.GetString(RawValue.Span);
}
