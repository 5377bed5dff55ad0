using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>The arguments of SETMETADATA: names, and values or NIL. RFC 5464 §4.3.</summary>
public sealed record SetMetadataArguments(string Mailbox, IReadOnlyList<(MetadataName Name, byte[]? Value)> Entries)
{
    public static bool TryParse(ref ArgumentReader reader, [NotNullWhen(true)] out SetMetadataArguments? arguments)
    {
        arguments = null;
        if (!reader.TrySpace() || !reader.TryMailbox(out string? mailbox) || !reader.TrySpace() || !reader.TryOpen())
            return false;
        var entries = new List<(MetadataName, byte[]?)>();
        do
        {
            if (entries.Count >= GetMetadataArguments.MaxNames || !reader.TryAString(out var text) || !MetadataName.TryParse(text, out var name) || !reader.TrySpace())
                return false;
            if (reader.TryWord("NIL"u8))
                entries.Add((name, null));
            else if (TryValue(ref reader, out byte[] value))
                entries.Add((name, value));
            else
                return false;
        }
        while (reader.TrySpace());
        arguments = new SetMetadataArguments(mailbox, entries);
        return reader.TryClose() && reader.AtEnd;
    }

    /// <summary>A string, or a literal8 where it may hold NUL. RFC 5464 §5.</summary>
    private static bool TryValue(ref ArgumentReader reader, out byte[] value)
    {
        bool taken = reader.TryLiteral8(out var octets) || reader.TryString(out octets);
        value = octets.ToArray();
        return taken;
    }
}
