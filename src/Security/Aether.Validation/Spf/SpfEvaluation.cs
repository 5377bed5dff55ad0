using System.Text;
using Aether.Dns.Resolving;

namespace Aether.Validation.Spf;

/// <summary>One run of check_host() with its includes and redirects, under one budget. RFC 7208 §4.6, §5.2, §6.1.</summary>
internal sealed class SpfEvaluation
{
    private readonly IDnsResolver dns;
    private readonly SpfExpander expander;
    private readonly SpfMatcher matcher;
    private readonly SpfBudget budget;

    public SpfEvaluation(IDnsResolver dns, SpfLimits limits, SpfRequest request, string sender, TimeProvider clock)
    {
        this.dns = dns;
        budget = new SpfBudget(limits);
        var names = new SpfValidatedNames(dns, limits, request.Address);
        expander = new SpfExpander(request, sender, clock) { ValidatedName = names.NameForAsync };
        matcher = new SpfMatcher(dns, limits, budget, request.Address, names);
    }

    public async ValueTask<SpfOutcome> RunAsync(string domain, SpfIdentity identity, CancellationToken ct)
    {
        SpfAnswer answer;
        try
        {
            answer = await CheckHostAsync(domain, ct);
        }
        catch (SpfException error)
        {
            answer = SpfAnswer.Error(error.Result, domain, error.Message);
        }

        var explanation = answer is { Result: SpfResult.Fail, Explanation: { } text } ? await ExplainAsync(text, answer.Domain, ct) : null;
        return new SpfOutcome(answer.Result, identity, domain, answer.Mechanism, answer.Problem, explanation);
    }

    private async ValueTask<SpfAnswer> CheckHostAsync(string domain, CancellationToken ct)
    {
        var (record, failure) = await FindAsync(domain, ct);
        if (record is null)
            return failure;
        foreach (var directive in record.Directives)
        {
            if (await MatchesAsync(directive, domain, ct))
                return new SpfAnswer(directive.Result, domain, directive.Text, null, record.Explanation);
        }

        return record.Redirect is { } redirect
            ? await RedirectAsync(redirect, domain, ct)
            : new SpfAnswer(SpfResult.Neutral, domain, "default"); // RFC 7208 §4.7
    }

    private async ValueTask<SpfAnswer> RedirectAsync(SpfMacroString redirect, string domain, CancellationToken ct)
    {
        budget.TakeLookup();
        var target = await expander.ExpandDomainAsync(redirect, domain, ct);
        var answer = await CheckHostAsync(target, ct);

        // RFC 7208 §6.1: a redirect to no record is a mistake.
        return answer.Result is SpfResult.None ? SpfAnswer.Error(SpfResult.PermError, domain, $"redirect={target} leads to no record") : answer;
    }

    private async ValueTask<(SpfRecord? Record, SpfAnswer Failure)> FindAsync(string domain, CancellationToken ct)
    {
        var texts = await dns.ResolveTextAsync(domain, ct);
        if (texts.Status is DnsStatus.TemporaryFailure)
            return (null, SpfAnswer.Error(SpfResult.TempError, domain, $"TXT of {domain} could not be looked up"));
        var found = texts.Records.Where(SpfRecord.IsSpf).Take(2).ToList();
        if (found.Count == 0)
            return (null, new SpfAnswer(SpfResult.None, domain));
        if (found.Count > 1)
            return (null, SpfAnswer.Error(SpfResult.PermError, domain, $"{domain} has several records")); // RFC 7208 §4.5
        var record = SpfRecordParser.Parse(found[0], out var problem);
        return (record, record is null ? SpfAnswer.Error(SpfResult.PermError, domain, $"syntax of {domain}: {problem}") : default);
    }

    private async ValueTask<bool> MatchesAsync(SpfDirective directive, string domain, CancellationToken ct)
    {
        if (directive.CausesLookup)
            budget.TakeLookup();
        var target = directive.Domain is { } text ? await expander.ExpandDomainAsync(text, domain, ct) : domain;
        if (directive.Mechanism is not SpfMechanism.Include)
            return await matcher.MatchesAsync(directive, target, ct);

        // RFC 7208 §5.2, the table.
        var included = await CheckHostAsync(target, ct);
        return included.Result switch
        {
            SpfResult.Pass => true,
            SpfResult.TempError => throw new SpfException(SpfResult.TempError, included.Problem!),
            SpfResult.PermError => throw new SpfException(SpfResult.PermError, included.Problem!),
            SpfResult.None => throw new SpfException(SpfResult.PermError, $"include:{target} has no record"),
            _ => false,
        };
    }

    // RFC 7208 §6.2: any problem on the way means no explanation, never another result.
    private async ValueTask<string?> ExplainAsync(SpfMacroString where, string domain, CancellationToken ct)
    {
        var target = await expander.ExpandDomainAsync(where, domain, ct);
        var texts = await dns.ResolveTextAsync(target, ct);
        if (texts.Records.Count != 1 || !Ascii.IsValid(texts.Records[0]) || SpfMacroString.Parse(texts.Records[0], isDomain: false, isExplanation: true) is not { } text)
            return null;
        return await expander.ExpandAsync(text, domain, ct);
    }
}
