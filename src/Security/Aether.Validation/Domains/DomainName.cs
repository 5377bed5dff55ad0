using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Aether.Validation.Domains;

/// <summary>Domain names as the checks compare them: A-labels, small letters, no final dot. RFC 5890 §2.3.2.1, RFC 1035 §2.3.4.</summary>
public static class DomainName
{
    public const int MaxLength = 253;
    private const int MaxLabel = 63;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };

    /// <summary>Gives the form in which names are compared; false for what is no name.</summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (string.IsNullOrEmpty(text) || text.Length > 4 * MaxLength)
            return false;
        try
        {
            var ascii = (Ascii.IsValid(text) ? text : Idn.GetAscii(text.TrimEnd('.'))).ToLowerInvariant();
            ascii = ascii.EndsWith('.') ? ascii[..^1] : ascii;
            if (!HasLabels(ascii))
                return false;
            name = ascii;
            return true;
        }
        catch (ArgumentException)
        {
            return false; // no A-label can be made of it
        }
    }

    /// <summary>At least two labels, letters, digits, hyphens and underscores only: what a domain of mail looks like.</summary>
    public static bool IsMailDomain(string name) =>
        name.Contains('.', StringComparison.Ordinal) && HasLabels(name) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary><paramref name="name"/> is <paramref name="parent"/> or lies below it. Both normalized.</summary>
    public static bool IsWithin(string name, string parent) =>
        name.EndsWith(parent, StringComparison.OrdinalIgnoreCase) && (name.Length == parent.Length || (name.Length > parent.Length && name[^(parent.Length + 1)] == '.'));

    /// <summary>The name without its first label; empty at the top.</summary>
    public static string ParentOf(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? "" : name[(dot + 1)..];
    }

    public static int CountLabels(string name) => name.Length == 0 ? 0 : name.Count(c => c == '.') + 1;

    /// <summary>The last <paramref name="count"/> labels.</summary>
    public static string LastLabels(string name, int count)
    {
        while (CountLabels(name) > count)
            name = ParentOf(name);
        return name;
    }

    private static bool HasLabels(string name)
    {
        if (name.Length is 0 or > MaxLength)
            return false;
        int label = 0;
        foreach (char c in name)
        {
            if (c is '.' && label == 0)
                return false;
            label = c is '.' ? 0 : label + 1;
            if (label > MaxLabel)
                return false;
        }

        return label > 0;
    }
}
