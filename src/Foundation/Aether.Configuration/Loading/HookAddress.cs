namespace Aether.Configuration.Loading;

/// <summary>The forms that the address of a hook may have.</summary>
internal static class HookAddress
{
    private const string Inet = "inet:";

    public static bool IsValid(string address)
    {
        if (address.StartsWith("unix:/", StringComparison.Ordinal))
            return true;
        if (!address.StartsWith(Inet, StringComparison.Ordinal))
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        int colon = address.LastIndexOf(':');
        return colon > Inet.Length && ushort.TryParse(address.AsSpan(colon + 1), out ushort port) && port > 0;
    }
}
