using System.Diagnostics.CodeAnalysis;

namespace Aether.Validation.Domains;

/// <summary>
/// Which domains are registered below what: the list of publicsuffix.org, shipped and replaceable. It finds organizational
/// domains where RFC 7489 §3.2 is wanted; RFC 9989 walks the DNS instead.
/// </summary>
public sealed class PublicSuffixList
{
    private const int MaxRules = 100_000;
    private static readonly Lazy<PublicSuffixList> ShippedList = new(() =>
    {
        using var resource = typeof(PublicSuffixList).Assembly.GetManifestResourceStream("public_suffix_list.dat")!;
        using var reader = new StreamReader(resource);
        return Read(reader);
    });

    private readonly HashSet<string> suffixes = new(StringComparer.Ordinal);
    private readonly HashSet<string> wildcards = new(StringComparer.Ordinal);
    private readonly HashSet<string> exceptions = new(StringComparer.Ordinal);

    private PublicSuffixList()
    {
    }

    /// <summary>The list that came with the program.</summary>
    public static PublicSuffixList Shipped => ShippedList.Value;

    public int Count => suffixes.Count + wildcards.Count + exceptions.Count;

    /// <summary>Reads a list in its published form; lines that are no rule are passed over.</summary>
    public static PublicSuffixList Read(TextReader text)
    {
        var list = new PublicSuffixList();
        while (list.Count < MaxRules && text.ReadLine() is { } line)
        {
            // Each line is read up to its first white space, and // begins a comment.
            var rule = line.AsSpan().TrimStart();
            int end = rule.IndexOfAny(' ', '\t');
            rule = end < 0 ? rule : rule[..end];
            if (!rule.IsEmpty && !rule.StartsWith("//"))
                list.Add(rule.ToString());
        }

        return list;
    }

    /// <summary>The public suffix of a normalized name, by the longest rule; an unlisted top level counts as one.</summary>
    public string SuffixOf(string name)
    {
        for (var candidate = name; candidate.Length > 0; candidate = DomainName.ParentOf(candidate))
        {
            var parent = DomainName.ParentOf(candidate);
            if (exceptions.Contains(candidate))
                return parent;
            if (suffixes.Contains(candidate) || wildcards.Contains(parent))
                return candidate;
        }

        return DomainName.LastLabels(name, 1);
    }

    /// <summary>The suffix and one label more: what somebody registered. False for a suffix itself.</summary>
    public bool TryGetRegistered(string name, [NotNullWhen(true)] out string? registered)
    {
        registered = null;
        var suffix = SuffixOf(name);
        if (suffix.Length == name.Length)
            return false;
        registered = DomainName.LastLabels(name, DomainName.CountLabels(suffix) + 1);
        return true;
    }

    private void Add(string rule)
    {
        var (target, name) = rule switch
        {
            ['!', .. var rest] => (exceptions, rest),
            ['*', '.', .. var rest] => (wildcards, rest),
            _ => (suffixes, rule),
        };
        if (DomainName.TryNormalize(name, out var normalized))
            target.Add(normalized);
    }
}
