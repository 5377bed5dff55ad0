using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>The items of STATUS. RFC 3501 §6.3.10, RFC 5819 §2.</summary>
public static class StatusArguments
{
    private const int MaxItems = 32;

    /// <summary>Reads items in parentheses, in upper case.</summary>
    public static bool TryItems(ref ArgumentReader reader, Func<string, bool> isKnown, out IReadOnlyList<string> items)
    {
        var found = new List<string>();
        items = found;
        if (!reader.TryOpen())
            return false;
        do
        {
            if (found.Count >= MaxItems || !reader.TryAtom(out var atom))
                return false;
            string item = Encoding.ASCII.GetString(atom).ToUpperInvariant();
            if (!isKnown(item))
                return false;
            found.Add(item);
        }
        while (reader.TrySpace());

        return reader.TryClose();
    }
}
