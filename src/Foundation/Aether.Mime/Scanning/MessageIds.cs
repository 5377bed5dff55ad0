using System.Text;

namespace Aether.Mime.Scanning;

/// <summary>Takes message ids out of Message-ID, References and In-Reply-To. RFC 5322 §3.6.4.</summary>
internal static class MessageIds
{
    private const int MaxIds = 64;
    private const int MaxLength = 998;

    public static string? First(ReadOnlySpan<byte> value)
    {
        if (TryTake(ref value, out var id))
            return Text(id);
        value = value.Trim(" \t<>"u8);
        return value.Length is 0 or > MaxLength ? null : Text(value);
    }

    /// <summary>The oldest id and the newest ones: a thread hangs together by either end.</summary>
    public static IReadOnlyList<string> All(ReadOnlySpan<byte> references, ReadOnlySpan<byte> inReplyTo)
    {
        if (references.IsEmpty && inReplyTo.IsEmpty)
            return [];
        var ids = new List<string>();
        var newest = new Queue<string>();
        Gather(references, ids, newest);
        Gather(inReplyTo, ids, newest);
        ids.AddRange(newest);
        return ids;
    }

    private static void Gather(ReadOnlySpan<byte> value, List<string> ids, Queue<string> newest)
    {
        while (TryTake(ref value, out var id))
        {
            string text = Text(id);
            if (ids.Count is 0)
            {
                ids.Add(text);
                continue;
            }

            newest.Enqueue(text);
            if (newest.Count >= MaxIds)
                newest.Dequeue();
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> value, out ReadOnlySpan<byte> id)
    {
        while (true)
        {
            int open = value.IndexOf((byte)'<');
            int length = open < 0 ? -1 : value[(open + 1)..].IndexOf((byte)'>');
            if (length < 0)
            {
                id = default;
                return false;
            }

            id = value.Slice(open + 1, length);
            value = value[(open + length + 2)..];
            if (length is > 0 and <= MaxLength)
                return true;
        }
    }

    private static string Text(ReadOnlySpan<byte> id) => Encoding.UTF8.GetString(id);
}
