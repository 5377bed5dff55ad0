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

    /// <summary>RFC 8689.</summary>
    public bool RequireTls { get; init; }

    /// <summary>RFC 6710.</summary>
    public bool MtPriority { get; init; }

    /// <summary>RFC 2852.</summary>
    public bool DeliverBy { get; init; }

    /// <summary>Recipients of one transaction; RFC 9422 §4.2.</summary>
    public int MaxRecipients { get; init; } = int.MaxValue;

    /// <summary>SASL mechanisms. RFC 4954 §3.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

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
                "REQUIRETLS" => extensions with { RequireTls = true },
                "MT-PRIORITY" => extensions with { MtPriority = true },
                "DELIVERBY" => extensions with { DeliverBy = true },
                "LIMITS" => extensions with { MaxRecipients = RecipientsOf(words) },
                "AUTH" => extensions with { Mechanisms = words[1..] },
                _ => extensions,
            };
        }

        return extensions;
    }

    private static int RecipientsOf(string[] words)
    {
        const string Name = "RCPTMAX=";
        var limit = words.FirstOrDefault(word => word.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return limit is not null && int.TryParse(limit.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int most) && most > 0 ? most : int.MaxValue;
    }

    private static long SizeOf(string[] words) =>
        words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 0;
}
