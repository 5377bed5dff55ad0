namespace Aether.Queue.Routing;

/// <summary>Domains as rules write them: <c>*</c> for all, <c>*.example.test</c> for those below a domain, or a domain.</summary>
public static class DomainPattern
{
    public static bool Fits(string pattern, string domain) =>
        pattern == "*"
        || string.Equals(pattern, domain, StringComparison.OrdinalIgnoreCase)
        || (pattern.StartsWith("*.", StringComparison.Ordinal) && domain.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase));
}
