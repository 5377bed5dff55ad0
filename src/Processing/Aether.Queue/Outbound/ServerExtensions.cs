using System.Globalization;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Outbound;

/// <summary>What a server's EHLO reply offers. RFC 5321 §4.1.1.1.</summary>
internal sealed record ServerExtensions
{
    public static ServerExtensions None { get; } = new();

    public bool Pipelining { get; init; }

    public bool StartTls { get; init; }

    public bool EightBitMime { get; init; }

    public bool BinaryMime { get; init; }

    public bool Chunking { get; init; }

    public bool SmtpUtf8 { get; init; }

    public bool Dsn { get; init; }

    public bool Size { get; init; }

    /// <summary>0: no limit is told. RFC 1870 §4.</summary>
    public long MaxSize { get; init; }

    public static ServerExtensions Parse(SmtpReply ehlo)
    {
        var extensions = None;
        foreach (var line in ehlo.Lines.Skip(1))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            extensions = (words.Length > 0 ? words[0].ToUpperInvariant() : "") switch
            {
                "PIPELINING" => extensions with { Pipelining = true },
                "STARTTLS" => extensions with { StartTls = true },
                "8BITMIME" => extensions with { EightBitMime = true },
                "BINARYMIME" => extensions with { BinaryMime = true },
                "CHUNKING" => extensions with { Chunking = true },
                "SMTPUTF8" => extensions with { SmtpUtf8 = true },
                "DSN" => extensions with { Dsn = true },
                "SIZE" => extensions with { Size = true, MaxSize = SizeOf(words) },
                _ => extensions,
            };
        }

        return extensions;
    }

    private static long SizeOf(string[] words) =>
        words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 0;
}
