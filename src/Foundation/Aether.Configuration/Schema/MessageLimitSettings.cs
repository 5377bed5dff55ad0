using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Parsing of messages. RFC 5322, RFC 2045, RFC 2231.</summary>
public sealed record MessageLimitSettings
{
    [Setting("One header field.", Min = "1 KiB", Max = "10 MiB")]
    public ByteSize HeaderField { get; init; } = ByteSize.FromKiB(64);

    [Setting("All header fields together.", Min = "8 KiB", Max = "64 MiB")]
    public ByteSize Header { get; init; } = ByteSize.FromKiB(512);

    [Setting("Number of header fields.", Min = "100", Max = "100000")]
    public int HeaderFields { get; init; } = 1000;

    [Setting("Tokens looked at in an address field.", Min = "100", Max = "1000000")]
    public int AddressTokens { get; init; } = 10_240;

    [Setting("Addresses listed of an address field.", Min = "10", Max = "1000000")]
    public int Addresses { get; init; } = 5000;

    [Setting("Depth of MIME parts; what is deeper is taken as one opaque part.", Min = "2", Max = "1000")]
    public int MimeDepth { get; init; } = 64;

    [Setting("Number of MIME parts; what follows is taken as one opaque part.", Min = "10", Max = "1000000")]
    public int MimeParts { get; init; } = 10_000;

    [Setting("Parameters of one MIME field.", Min = "8", Max = "10000")]
    public int Parameters { get; init; } = 128;

    [Setting("Text of one message that the search index keeps; the rest is read from the message.", Min = "16 KiB", Max = "64 MiB")]
    public ByteSize SearchText { get; init; } = ByteSize.FromMiB(1);
}
