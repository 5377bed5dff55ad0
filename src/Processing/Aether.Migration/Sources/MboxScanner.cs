using System.Runtime.CompilerServices;
using System.Text;

namespace Aether.Migration.Sources;

/// <summary>Finds the messages of an mbox: each begins with a line of From behind an empty line. Only lines of headers are kept, cut short. RFC 4155.</summary>
internal static class MboxScanner
{
    private const int Chunk = 64 * 1024;

    /// <summary>Octets of a line that are looked at.</summary>
    private const int MaxLine = 4096;

    private static ReadOnlySpan<byte> From => "From "u8;

    public static bool IsMbox(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[From.Length];
        int read = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return read is 0 || begin[..read].SequenceEqual(From);
    }

    /// <exception cref="MigrationException">It does not begin as an mbox does.</exception>
    public static async IAsyncEnumerable<MboxMessage> ScanAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!IsMbox(path))
            throw new MigrationException($"{path} is no mbox: it does not begin with \"From \".");
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        var message = default(MboxHeader);
        bool afterEmpty = true;
        await foreach (var line in LinesAsync(file, ct))
        {
            if (afterEmpty && line.Begin.AsSpan().StartsWith(From))
            {
                if (message is not null)
                    yield return message.Complete(line.Start);
                message = new MboxHeader(Encoding.Latin1.GetString(line.Begin), line.End);
            }
            else
            {
                message?.Add(line.Begin);
            }

            afterEmpty = line.IsEmpty;
        }

        if (message is not null)
            yield return message.Complete(file.Length);
    }

    private static async IAsyncEnumerable<Line> LinesAsync(FileStream file, [EnumeratorCancellation] CancellationToken ct)
    {
        byte[] chunk = new byte[Chunk];
        var begin = new List<byte>(MaxLine);
        long start = 0;
        long at = 0;
        int count;
        while ((count = await file.ReadAsync(chunk, ct)) > 0)
        {
            for (int i = 0; i < count;)
            {
                int end = Array.IndexOf(chunk, (byte)'\n', i, count - i);
                int length = (end < 0 ? count : end) - i;
                begin.AddRange(chunk.AsSpan(i, Math.Min(length, MaxLine - begin.Count)));
                if (end < 0)
                    break;
                long next = at + end + 1;
                yield return new Line(start, next, [.. begin]);
                begin.Clear();
                start = next;
                i = end + 1;
            }

            at += count;
        }

        if (start < at)
            yield return new Line(start, at, [.. begin]);
    }

    private readonly record struct Line(long Start, long End, byte[] Begin)
    {
        public bool IsEmpty => Begin is [] or [(byte)'\r'];
    }
}
