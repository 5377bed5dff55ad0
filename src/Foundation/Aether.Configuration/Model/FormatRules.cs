using System.Net;
using System.Text.RegularExpressions;

namespace Aether.Configuration.Model;

/// <summary>What each <see cref="SettingFormat"/> accepts, and what to write instead.</summary>
internal static partial class FormatRules
{
    public static bool Accepts(SettingFormat format, string text) => format switch
    {
        SettingFormat.HostName => IsHostName(text),
        SettingFormat.BindAddress => text is "*" || IPAddress.TryParse(text, out _),
        SettingFormat.BindAddressOrSocket => Accepts(SettingFormat.BindAddress, text) || (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5),
        SettingFormat.Path => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal),
        SettingFormat.Url => text.Contains(':', StringComparison.Ordinal),
        SettingFormat.DomainOrAll => text is "*" || IsHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text),
        SettingFormat.CertificateName => IsHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text),
        _ => true,
    };

    public static string? Remedy(SettingFormat format) => format switch
    {
        SettingFormat.HostName => "write a host name such as \"mail.example.org\" (letters, digits, hyphens, dots)",
        SettingFormat.BindAddress => "write an IP address, or \"*\" for all",
        SettingFormat.BindAddressOrSocket => "write an IP address, \"*\" for all, or \"unix:\" with the path of a socket",
        SettingFormat.Path => "write a path",
        SettingFormat.Url => "write an address such as \"sqlite:aether.db\"",
        SettingFormat.DomainOrAll => "write a domain name, \"*.example.org\" for all below one, or \"*\" for all",
        SettingFormat.CertificateName => "write a host name, or \"*.example.org\" for all right below one",
        _ => null,
    };

    private static bool IsHostName(string text) => text.Length <= 255 && HostName().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\\z")]
    private static partial Regex HostName();
}
