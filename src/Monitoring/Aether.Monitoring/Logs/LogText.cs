using System.Buffers;

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
        var writer = new StringWriter();
        Write(writer, text);
        return writer.ToString();
    }

    public static void Write(TextWriter writer, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Unsafe) is var at and >= 0)
        {
            writer.Write(text[..at]);
            writer.Write("\\u");
            writer.Write(((int)text[at]).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            text = text[(at + 1)..];
        }

        writer.Write(text);
    }
}
