using System.Text.RegularExpressions;

namespace Aether.Configuration.Values;

/// <summary>Store addresses such as <c>postgres://user:password@host/db</c>, which may carry a password.</summary>
public static partial class UrlText
{
    public static string Scheme(string url)
    {
        int colon = url.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : url[..colon];
    }

    /// <summary>The address with any password in it masked.</summary>
    public static string Masked(string url) => Password().Replace(url, "$1" + Secret.Mask + "@");

    [GeneratedRegex("(//[^/@:]*:)[^/]*@")]
    private static partial Regex Password();
}
