using System.IO.Enumeration;
using Aether.Queue.Settings;

namespace Aether.Queue.Routing;

/// <summary>The ordered rules: the first whose conditions are all met says where a recipient's mail goes.</summary>
public sealed class RouteTable(IReadOnlyList<RouteRule> rules)
{
    /// <summary>Some rule looks at header fields, so that they must be read.</summary>
    public bool WantsHeaders { get; } = rules.Any(rule => rule.Header is not null);

    /// <returns>Null: by the mail exchangers of the domain.</returns>
    public RouteRule? Find(RouteFacts facts) => rules.FirstOrDefault(rule => Fits(rule, facts) && !(facts.IsReleased && rule.Action is RouteAction.Hold));

    private static bool Fits(RouteRule rule, RouteFacts facts) =>
        DomainPattern.Fits(rule.RecipientDomain, facts.Domain)
        && (rule.Recipient is null || FitsAddress(rule.Recipient, facts.Recipient))
        && (rule.Sender is null || FitsAddress(rule.Sender, facts.Sender))
        && facts.Size >= rule.MinSize && facts.Size <= rule.MaxSize
        && (rule.Priority is null || rule.Priority == facts.Priority)
        && facts.Attempts >= rule.MinAttempts
        && facts.Age >= rule.MinAge
        && (rule.Header is null || facts.Headers.Any(field => HeaderPattern.Fits(rule.Header, field)));

    /// <summary>A pattern with @ is one of addresses, one without is one of domains; the empty one is the null sender.</summary>
    private static bool FitsAddress(string pattern, string address)
    {
        if (pattern.Length == 0 || address.Length == 0)
            return pattern.Length == address.Length;
        return FileSystemName.MatchesSimpleExpression(pattern, pattern.Contains('@', StringComparison.Ordinal) ? address : address[(address.LastIndexOf('@') + 1)..]);
    }
}
