namespace Aether.Queue.Settings;

/// <summary>Sends mail for a domain by configured hosts, tried in their order.</summary>
/// <param name="RecipientDomain"><c>*</c> for all, <c>*.example.test</c> for those below a domain, or a domain.</param>
public sealed record RouteRule(string RecipientDomain, IReadOnlyList<NextHop> Via)
{
    public bool Fits(string domain) =>
        RecipientDomain == "*"
        || string.Equals(RecipientDomain, domain, StringComparison.OrdinalIgnoreCase)
        || (RecipientDomain.StartsWith("*.", StringComparison.Ordinal) && domain.EndsWith(RecipientDomain[1..], StringComparison.OrdinalIgnoreCase));
}
