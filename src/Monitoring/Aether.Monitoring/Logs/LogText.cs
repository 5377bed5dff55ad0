using System.Buffers;
using System.Globalization;
using System.Text;

namespace Aether.Monitoring.Logs;

/// <summary>Keeps text chosen by peers from forging lines or steering a terminal (case W04).</summary>
public static class LogText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0x7f, 0x21).Select(code => (char)code), '\u2028', '\u2029']);

    /// <summary>Kestrel names the connection in a scope of its own; ours calls it the session, once.</summary>
    internal static bool IsShown(string name) => name is not "{OriginalFormat}" and not "ConnectionId";

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Unsafe))
            return text;
        using var line = LineBuffer.Take();
        Write(line, text);
        return Encoding.UTF8.GetString(line.Written);
    }

    internal static void Write(LineBuffer line, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Unsafe) is var at and >= 0)
        {
            line.Add(text[..at]);
            line.Add("\\u"u8);
            ((int)text[at]).TryFormat(line.GetSpan(4), out int length, "x4", CultureInfo.InvariantCulture);
            line.Advance(length);
            text = text[(at + 1)..];
        }

        line.Add(text);
    }
}
