using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>The arguments of GETMETADATA. RFC 5464 §4.2.</summary>
/// <param name="Mailbox">Empty: the server, as far as it is this user's.</param>
/// <param name="MaxSize">Longer values are left out and told of; null: none is.</param>
/// <param name="Depth">Levels below the names that are told too.</param>
public sealed record GetMetadataArguments(string Mailbox, IReadOnlyList<MetadataName> Names, long? MaxSize, int Depth)
{
    public const int MaxNames = 200;

    public static bool TryParse(ref ArgumentReader reader, [NotNullWhen(true)] out GetMetadataArguments? arguments)
    {
        arguments = null;
        long? maxSize = null;
        int depth = 0;
        if (!reader.TrySpace())
            return false;

        // RFC 5464 §5: getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries
        if (reader.NextIs((byte)'(') && (!TryOptions(ref reader, ref maxSize, ref depth) || !reader.TrySpace()))
            return false;
        if (!reader.TryMailbox(out string? mailbox) || !reader.TrySpace() || !MetadataName.TryParseList(ref reader, MaxNames, out var names) || !reader.AtEnd)
            return false;
        arguments = new GetMetadataArguments(mailbox, names, maxSize, depth);
        return true;
    }

    private static bool TryOptions(ref ArgumentReader reader, ref long? maxSize, ref int depth)
    {
        reader.TryOpen();
        do
        {
            if (reader.TryWord("MAXSIZE"u8) && reader.TrySpace() && reader.TryNumber64(out long size))
                maxSize = size;
            else if (reader.TryWord("DEPTH"u8) && reader.TrySpace() && TryDepth(ref reader, out int levels))
                depth = levels;
            else
                return false;
        }
        while (reader.TrySpace());
        return reader.TryClose();
    }

    private static bool TryDepth(ref ArgumentReader reader, out int depth)
    {
        depth = reader.TryWord("0"u8) ? 0 : reader.TryWord("1"u8) ? 1 : reader.TryWord("infinity"u8) ? int.MaxValue : -1;
        return depth >= 0;
    }
}
