using System.Security.Cryptography;
using System.Text;

namespace Aether.Validation.Failures;

/// <summary>
/// Puts something else in the place of recipients' local parts: the same for the same one, so that what belongs together still shows, and nothing that leads back. RFC 6590 §2.
/// The key is made anew at each start, which ends that too.
/// </summary>
public sealed class FailureRedaction
{
    private const int Length = 12;
    private const int MaxNames = 50;
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>An address with its local part hidden.</summary>
    public string Redact(string address)
    {
        int at = address.LastIndexOf('@');
        return at < 0 ? Hash(address) : Hash(address[..at]) + address[at..];
    }

    /// <summary>All recipients that a message names, in its envelope and in its header.</summary>
    internal static IReadOnlyList<string> NamesOf(FailedMessage message) => [.. message.Recipients
        .Concat(message.Header.Fields.Where(FailureHeader.IsNaming).SelectMany(field => AddressesIn(field.Text)))
        .Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxNames).OrderByDescending(name => name.Length)];

    /// <summary>Hides recipients wherever they stand in a text, also as senders that name them write them (user=domain). RFC 6590 §4.</summary>
    internal string Hide(string text, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            int at = name.LastIndexOf('@');
            if (at <= 0)
                continue;
            string hidden = Hash(name[..at]);
            foreach (string joint in (string[])["@", "=", "%40", "=40"])
                text = text.Replace(name[..at] + joint + name[(at + 1)..], hidden + joint + name[(at + 1)..], StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>What looks like an address in a field: names and comments around it may be anything.</summary>
    internal static IEnumerable<string> AddressesIn(string text)
    {
        int found = 0;
        for (int at = text.IndexOf('@', StringComparison.Ordinal); at >= 0 && found < MaxNames; at = text.IndexOf('@', at + 1))
        {
            int start = at;
            int end = at + 1;
            if (start > 0 && text[start - 1] is '"')
                start = Math.Max(0, text.LastIndexOf('"', Math.Max(0, start - 2)));
            else
                while (start > 0 && IsPart(text[start - 1]))
                    start--;
            while (end < text.Length && IsPart(text[end]))
                end++;
            if (start == at || end == at + 1)
                continue;
            found++;
            yield return text[start..end];
        }
    }

    private static bool IsPart(char c) => c > ' ' && c is not ('<' or '>' or '(' or ')' or '[' or ']' or ',' or ';' or ':' or '@' or '"' or '\\' or '\u007f');

    // Folded to lower case, as almost everybody delivers so: an address that is written in two ways is one.
    private string Hash(string local) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(local.ToLowerInvariant())))[..Length].Replace('+', '-').Replace('/', '_');
}
