using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Messages;

namespace Aether.Migration.Sources;

/// <summary>Gathers what the header of a message in an mbox tells: its flags, and by what it is known again.</summary>
internal sealed class MboxHeader(string fromLine, long start)
{
    private const int MostKeywords = 50;

    /// <summary>Fields that mail programs write when flags change.</summary>
    private static readonly string[] Volatile = ["Status", "X-Status", "X-Keywords", "X-UID", "X-IMAP", "X-IMAPbase", "Content-Length"];

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> keywords = [];
    private SystemFlags flags;
    private bool isOver;
    private bool isVolatile;
    private int lastLine;

    /// <summary>Takes the next line, be it of the header or behind it.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        lastLine = line.Length;
        if (isOver)
            return;
        isOver = line.IsEmpty;
        bool continues = !line.IsEmpty && line[0] is (byte)' ' or (byte)'\t';
        if (!continues)
            isVolatile = TakeStatus(Encoding.Latin1.GetString(line));
        if (!isVolatile)
        {
            hash.AppendData(line);
            hash.AppendData("\n"u8);
        }
    }

    /// <param name="next">Where the next one begins, or the end of the file.</param>
    public MboxMessage Complete(long next)
    {
        hash.AppendData(Encoding.Latin1.GetBytes(fromLine));
        string fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
        hash.Dispose();

        // The empty line before the next From belongs to that.
        long end = lastLine is 0 && next > start ? next - 1 : next;
        return new MboxMessage(start, end, fingerprint, flags, keywords, DateOf(fromLine));
    }

    private bool TakeStatus(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? string.Empty : line[..colon];
        if (!Volatile.Contains(name, StringComparer.OrdinalIgnoreCase))
            return false;
        string value = line[(colon + 1)..].Trim();
        if (name.Equals("X-Keywords", StringComparison.OrdinalIgnoreCase))
            keywords.AddRange(value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostKeywords - keywords.Count));
        else if (name.EndsWith("Status", StringComparison.OrdinalIgnoreCase))
            flags |= value.Aggregate(SystemFlags.None, static (all, letter) => all | FlagOf(letter));
        return true;
    }

    private static SystemFlags FlagOf(char letter) => letter switch
    {
        'R' => SystemFlags.Seen,
        'A' => SystemFlags.Answered,
        'F' => SystemFlags.Flagged,
        'D' => SystemFlags.Deleted,
        'T' => SystemFlags.Draft,
        _ => SystemFlags.None,
    };

    /// <summary>The date behind the sender, in UTC: Sun Nov 22 12:00:00 2026.</summary>
    private static DateTimeOffset DateOf(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 7 && DateTimeOffset.TryParseExact(
            string.Join(' ', words[^5..]), "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date : DateTimeOffset.UnixEpoch;
    }
}
