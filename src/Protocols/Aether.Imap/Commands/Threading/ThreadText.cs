using System.Globalization;
using System.Text;

namespace Aether.Imap.Commands.Threading;

/// <summary>Writes a thread as THREAD answers it: an only child follows behind a space, several stand in parentheses each. RFC 5256 §4.</summary>
internal static class ThreadText
{
    public static string Of(ThreadNode root, Func<int, uint> numberOf)
    {
        var text = new StringBuilder();
        var open = new Stack<(ThreadNode? Node, bool IsInLine)>();
        open.Push((root, false));
        while (open.TryPop(out var next))
        {
            if (next.Node is not { } node)
            {
                text.Append(')');
                continue;
            }

            if (!next.IsInLine)
            {
                text.Append('(');
                open.Push((null, false));
            }

            if (node.Message is { } message)
                text.Append(text[^1] is '(' ? string.Empty : " ").Append(CultureInfo.InvariantCulture, $"{numberOf(message.Index)}");
            bool inLine = !node.HasSeveralChildren;
            if (!inLine && text[^1] is not '(')
                text.Append(' ');
            for (var child = node.LastChild; child is not null; child = child.Previous)
                open.Push((child, inLine));
        }

        return text.ToString();
    }
}
