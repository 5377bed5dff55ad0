using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Annotations;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>One METADATA response: names with their values, NIL where there is none. RFC 5464 §4.4.1.</summary>
internal static class MetadataLine
{
    /// <param name="path">Empty: the server.</param>
    /// <param name="maxSize">Longer values are left out.</param>
    /// <returns>The length of the longest value that was left out; 0 when none was.</returns>
    public static long Write(ImapSession session, string path, IReadOnlyList<(MetadataName Name, ReadOnlyMemory<byte>? Value)> entries, long? maxSize)
    {
        long longest = 0;
        var told = new List<(MetadataName Name, ReadOnlyMemory<byte>? Value)>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.Value is { } value && value.Length > maxSize)
                longest = Math.Max(longest, value.Length);
            else
                told.Add(entry);
        }

        if (told.Count is 0)
            return longest;
        var responses = session.Responses;
        responses.Raw("* METADATA "u8);
        session.Dialect.WriteName(responses.Output, path);
        for (int i = 0; i < told.Count; i++)
        {
            responses.Raw(i is 0 ? " ("u8 : " "u8);
            ImapString.Write(responses.Output, told[i].Name.ToString());
            responses.Raw(" "u8);
            responses.NString8(told[i].Value);
        }

        responses.Raw(")\r\n"u8);
        return longest;
    }

    /// <summary>The values of these names, and of what lies so many levels below them.</summary>
    public static List<(MetadataName Name, ReadOnlyMemory<byte>? Value)> Select(IReadOnlyList<MetadataEntry> all, IReadOnlyList<MetadataName> names, int depth, AccountId reader)
    {
        var selected = new List<(MetadataName, ReadOnlyMemory<byte>?)>();
        foreach (var name in names)
        {
            var owner = name.IsPrivate ? reader : (AccountId?)null;
            var own = all.FirstOrDefault(entry => entry.Reader == owner && entry.Name == name.Path);
            if (own is not null || depth is 0)
                selected.Add((name, own?.Value));
            if (depth > 0)
                selected.AddRange(all.Where(entry => entry.Reader == owner && IsBelow(entry.Name, name.Path, depth)).Select(entry => (name with { Path = entry.Name }, (ReadOnlyMemory<byte>?)entry.Value)));
        }

        return selected;
    }

    private static bool IsBelow(string path, string above, int depth) =>
        path.Length > above.Length && path[above.Length] is '/' && path.StartsWith(above, StringComparison.Ordinal) && path.AsSpan(above.Length).Count('/') <= depth;
}
