using System.Globalization;

namespace Aether.Validation.MtaSts;

/// <summary>What a domain demands of those who bring it mail. RFC 8461 §3.2.</summary>
/// <param name="Hosts">Patterns of its exchangers: a name, or <c>*.</c> before one for exactly one label more.</param>
public sealed record StsPolicy(StsMode Mode, IReadOnlyList<string> Hosts, TimeSpan MaxAge)
{
    /// <summary>RFC 8461 §3.2: about a year at most.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(31_557_600);

    private const string Version = "STSv1";
    private const int MaxHosts = 256;

    /// <returns>Null: it can't be taken for one.</returns>
    public static StsPolicy? Parse(string text)
    {
        string? version = null;
        StsMode? mode = null;
        TimeSpan? age = null;
        var hosts = new List<string>();
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd('\r', ' ', '\t');
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                if (line.Length > 0)
                    return null;
                continue;
            }

            string value = line[(colon + 1)..].Trim(' ', '\t');
            switch (line[..colon].TrimEnd(' ', '\t'))
            {
                case "version": // of fields that stand once the first counts
                    version ??= value;
                    break;
                case "mode":
                    mode ??= ModeOf(value);
                    if (mode is null)
                        return null;
                    break;
                case "max_age":
                    age ??= AgeOf(value);
                    if (age is null)
                        return null;
                    break;
                case "mx" when IsPattern(value) && hosts.Count < MaxHosts:
                    hosts.Add(value.ToLowerInvariant());
                    break;
                case "mx":
                    return null;
            }
        }

        return version == Version && mode is { } how && age is { } life && (hosts.Count > 0 || how is StsMode.None) ? new StsPolicy(how, hosts, life) : null;
    }

    /// <summary>RFC 8461 §4.1: a wildcard stands for the leftmost label alone.</summary>
    public bool Fits(string host)
    {
        string name = host.TrimEnd('.').ToLowerInvariant();
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return Hosts.Any(pattern => pattern == name || (pattern.StartsWith("*.", StringComparison.Ordinal) && dot > 0 && name[dot..] == pattern[1..]));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"version: {Version}\r\nmode: {Mode.ToString().ToLowerInvariant()}\r\n{string.Concat(Hosts.Select(host => $"mx: {host}\r\n"))}max_age: {(long)MaxAge.TotalSeconds}\r\n");

    private static StsMode? ModeOf(string text) => text switch
    {
        "enforce" => StsMode.Enforce,
        "testing" => StsMode.Testing,
        "none" => StsMode.None,
        _ => null,
    };

    private static TimeSpan? AgeOf(string text) => text.Length is > 0 and <= 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        ? TimeSpan.FromSeconds(Math.Min(seconds, (long)LongestAge.TotalSeconds))
        : null;

    private static bool IsPattern(string text)
    {
        string name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }
}
