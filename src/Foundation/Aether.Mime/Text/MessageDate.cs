using MimeKit.Utils;

namespace Aether.Mime.Text;

/// <summary>Reads a Date field, obsolete zones and all. RFC 5322 §3.3, §4.3.</summary>
public static class MessageDate
{
    public static bool TryParse(ReadOnlySpan<byte> value, out DateTimeOffset date) => DateUtils.TryParse(value.ToArray(), out date);
}
