using Aether.Validation.Messages;

namespace Aether.Validation.Dkim;

/// <summary>Picks the fields that h= names: of several with one name the lowest first, and nothing where there are no more. RFC 6376 §5.4.2.</summary>
internal static class SignedFields
{
    public static void AddTo(HeaderHash hash, HeaderBlock header, IEnumerable<string> names)
    {
        var taken = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var places = header.Find(name);
            int used = taken.GetValueOrDefault(name);
            if (used >= places.Count)
                continue;
            taken[name] = used + 1;
            hash.Add(header.Fields[places[places.Count - 1 - used]]);
        }
    }
}
