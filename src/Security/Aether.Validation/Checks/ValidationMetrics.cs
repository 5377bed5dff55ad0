using System.Diagnostics.Metrics;
using Aether.Validation.Arc;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.Checks;

/// <summary>What the checks count. Tags are results, never a domain.</summary>
public sealed class ValidationMetrics
{
    public const string MeterName = "Aether.Validation";
    private readonly Counter<long> results;
    private readonly Counter<long> actions;
    private readonly Counter<long> signed;
    private readonly Counter<long> indicators;
    private readonly Counter<long> pilot;
    private readonly Histogram<double> duration;

    public ValidationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        results = meter.CreateCounter<long>("aether.validation.results", "{result}");
        actions = meter.CreateCounter<long>("aether.validation.actions", "{message}");
        signed = meter.CreateCounter<long>("aether.validation.signed", "{signature}");
        indicators = meter.CreateCounter<long>("aether.validation.indicators", "{fetch}", "Indicators of authors that were fetched, by what came of it.");
        pilot = meter.CreateCounter<long>("aether.validation.pilot", "{event}", "Steps of DMARC pilots: step, fallback, blocked.");
        duration = meter.CreateHistogram<double>("aether.validation.duration", "s", "Time from the end of a message to the end of its checks.");
    }

    internal void Checked(MailAuthentication found, TimeSpan took)
    {
        duration.Record(took.TotalSeconds);
        Count("spf", found.Spf is { } spf ? ReceivedSpf.NameOf(spf.Result) : "none");
        foreach (var dkim in found.Dkim)
            Count("dkim", DkimOutcome.NameOf(dkim.Result));
        Count("arc", ArcOutcome.NameOf(found.Arc.Result));
        Count("dmarc", found.Dmarc is { } dmarc ? DmarcOutcome.NameOf(dmarc.Result) : "none");
        if (found.LooksLike is not null)
            Count("author", "lookalike");
        if (found.Bimi is { } bimi)
            Count("bimi", BimiOutcome.NameOf(bimi.Result));
        actions.Add(1, new KeyValuePair<string, object?>("action", found.Action switch { MailAction.Reject => "reject", MailAction.Quarantine => "quarantine", MailAction.Defer => "defer", _ => "accept" }));
    }

    /// <summary>An indicator was fetched, or could not be.</summary>
    public void Fetched(BimiEvidence found) => indicators.Add(1, new KeyValuePair<string, object?>("outcome", found switch { { IsTemporary: true } => "temperror", { Problem: not null } => "fail", _ => "pass" }));

    /// <summary>The DMARC pilot of a domain made a step, took one back, or waits.</summary>
    internal void Piloted(string what) => pilot.Add(1, new KeyValuePair<string, object?>("event", what));

    internal void Signed(int signatures) => signed.Add(signatures);

    private void Count(string method, string result) => results.Add(1, new("method", method), new("result", result));
}
