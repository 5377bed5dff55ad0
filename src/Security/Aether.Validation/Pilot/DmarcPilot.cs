using System.Text.Json;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Reports;
using Aether.Validation.Checks;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Publishing;
using Microsoft.Extensions.Logging;

namespace Aether.Validation.Pilot;

/// <summary>
/// Takes domains from p=none to p=reject, step by step, as far as reports of others show that nothing of theirs would be lost; where it may, it
/// publishes each step, and takes one back behind which mail fails that was in order before. RFC 9989 §4.7, RFC 9990.
/// </summary>
public sealed partial class DmarcPilot(MailStore store, DomainPublisher publisher, IDnsResolver dns, PublicSuffixList suffixes, PilotOptions options, ValidationMetrics metrics, TimeProvider clock, ILogger<DmarcPilot> logger)
{
    private const string Wishes = "dmarc.pilot";
    private const string States = "dmarc.pilot.state";
    private const string Proposed = "dmarc.pilot.proposed";
    private const string Step = "step";
    private const int MaxSources = 20_000;

    /// <summary>Reports are about days: those of the day of a step are about both sides of it.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How long caches may still have the record before.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromDays(1);

    /// <summary>Tells the postmaster of a domain by mail, and writes the setting in the operation that queues it; null: nobody is told.</summary>
    public Func<PilotLetter, DomainSetting, CancellationToken, Task>? Tell { get; init; }

    /// <summary>Looks at a domain, and changes nothing.</summary>
    public async Task<PilotLook> LookAsync(string domain, CancellationToken ct)
    {
        var wish = await WishAsync(domain, ct);
        var state = await FindAsync(domain, ct);
        var (text, problem) = await PublishedAsync(domain, ct);
        if (text is null || problem.Length > 0)
            return new PilotLook(text ?? "", problem, wish, state, null, "", [], 0);
        var current = Follow(state, text, clock.GetUtcNow());
        var (sources, uncounted) = await SourcesAsync(domain, current, wish, ct);
        var assessment = PilotAssessment.Make(current, sources, options);
        string next = assessment.Next is { } step ? PilotLadder.Apply(text, step) : "";
        return new PilotLook(text, "", wish, current, assessment, next, await PilotHosts.NameAsync(dns, sources, ct), uncounted);
    }

    public async Task<PilotWish> WishAsync(string domain, CancellationToken ct) =>
        await store.DomainSettings.FindAsync(domain, Wishes, ct) is { } text ? JsonSerializer.Deserialize(text, PilotJson.Default.PilotWish)! : PilotWish.None;

    /// <returns>False: there is no such domain.</returns>
    public async Task<bool> WishAsync(string domain, PilotWish wish, CancellationToken ct) =>
        await store.DomainSettings.SetAsync(domain, Wishes, JsonSerializer.Serialize(wish, PilotJson.Default.PilotWish), ct) is DirectoryResult.Done;

    /// <summary>Takes each domain that it may publish for a step further, or back, where that is due; proposes steps of the others.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var wishes = (await store.DomainSettings.ListAsync(Wishes, ct)).ToDictionary(setting => setting.Domain, setting => JsonSerializer.Deserialize(setting.Value, PilotJson.Default.PilotWish)!);
        foreach (var (domain, wish) in wishes.Where(wish => wish.Value.Publishes))
            await RunAsync(domain, wish, ct);
        if (Tell is not { } tell)
            return;
        foreach (var domain in await store.Directory.ListDomainsAsync(ct))
        {
            if (wishes.GetValueOrDefault(domain.Name, PilotWish.None) is { Publishes: false } wish)
                await ProposeAsync(domain.Name, wish, tell, ct);
        }
    }

    /// <summary>A step that could be made is told of once.</summary>
    private async Task ProposeAsync(string domain, PilotWish wish, Func<PilotLetter, DomainSetting, CancellationToken, Task> tell, CancellationToken ct)
    {
        var (text, problem) = await PublishedAsync(domain, ct);
        if (text is null || problem.Length > 0)
            return;
        var now = clock.GetUtcNow();
        var kept = await FindAsync(domain, ct);
        var state = Follow(kept, text, now);
        if (!ReferenceEquals(state, kept))
            await SaveAsync(domain, state, ct); // when the step began is what the next one is counted from
        var (sources, _) = await SourcesAsync(domain, state, wish, ct);
        var assessment = PilotAssessment.Make(state, sources, options);
        if (!assessment.MayGoOn(now))
            return;
        string next = PilotLadder.Apply(text, assessment.Next!.Value);
        if (await store.DomainSettings.FindAsync(domain, Proposed, ct) == next)
            return;
        await tell(PilotLetter.Proposal(domain, PilotLadder.NameOf(assessment.Next.Value), text, next), store.DomainSettings.New(domain, Proposed, next), ct);
    }

    private async Task RunAsync(string domain, PilotWish wish, CancellationToken ct)
    {
        var (text, problem) = await PublishedAsync(domain, ct);
        if (text is null)
            return; // the name servers do not answer: next time
        var kept = await FindAsync(domain, ct);
        if (problem.Length > 0)
        {
            await BlockAsync(domain, kept ?? new PilotState(PilotStep.None, text, clock.GetUtcNow()), problem, ct);
            return;
        }

        if (kept?.Plan is { } plan && text == plan.Record)
        {
            await EndAsync(domain, kept, plan, ct); // it was published, and then somebody pulled the plug
            return;
        }

        var now = clock.GetUtcNow();
        if (kept is not null && text == kept.Previous && now - kept.Since < Spread)
            return; // what was published last is not seen everywhere yet
        var state = Follow(kept, text, now);
        if (!ReferenceEquals(state, kept))
            await SaveAsync(domain, state = state.With(now, $"begins at {PilotLadder.NameOf(state.Step)}"), ct);
        var (sources, _) = await SourcesAsync(domain, state, wish, ct);
        var assessment = PilotAssessment.Make(state, sources, options);
        if (assessment.Regressions.Count > 0)
            await GoBackAsync(domain, state, text, assessment, ct);
        else if (assessment.MayGoOn(now))
            await GoOnAsync(domain, state, text, (assessment.Next!.Value, sources), ct);
        else if (assessment.Next is not null && now >= assessment.Date)
            await BlockAsync(domain, state, string.Join("; ", assessment.Obstacles), ct);
    }

    private Task GoOnAsync(string domain, PilotState state, string text, (PilotStep Step, IReadOnlyList<PilotSource> Sources) next, CancellationToken ct)
    {
        string step = PilotLadder.NameOf(next.Step);
        string record = PilotLadder.Apply(text, next.Step);
        var plan = new PilotPlan(next.Step, record, clock.GetUtcNow(), Step, $"goes on to {step}", PilotLetter.Step(domain, step, record)) { Known = [.. PilotAssessment.GoodOf(next.Sources)] };
        return CarryOutAsync(domain, state, text, plan, ct);
    }

    private Task GoBackAsync(string domain, PilotState state, string text, PilotAssessment assessment, CancellationToken ct)
    {
        var before = PilotLadder.Previous(state.Step);
        string step = PilotLadder.NameOf(before);
        string record = PilotLadder.Apply(text, before);
        string networks = string.Join(", ", assessment.Regressions.Take(10));
        var now = clock.GetUtcNow();
        var letter = PilotLetter.FallBack(domain, step, record, networks, now + options.Hold);
        var plan = new PilotPlan(before, record, now, "fallback", $"goes back to {step}: mail of {networks} was in order and fails", letter) { HeldUntil = now + options.Hold };
        return CarryOutAsync(domain, state, text, plan, ct);
    }

    /// <summary>
    /// The step is written down, then published, then told: the letter is queued by the operation that writes the new state, so that a crash at any
    /// point neither loses it nor sends it twice.
    /// </summary>
    private async Task CarryOutAsync(string domain, PilotState state, string text, PilotPlan plan, CancellationToken ct)
    {
        state = state with { Record = text, Plan = plan };
        await SaveAsync(domain, state, ct);
        var result = await publisher.ReplaceAsync(new DomainRecord($"_dmarc.{domain}", "TXT", plan.Record, ""), ct);
        if (result.Status is DnsUpdateStatus.Done)
            await EndAsync(domain, state, plan, ct);
        else
            await BlockAsync(domain, state, $"{PilotLadder.NameOf(plan.Step)} could not be published: {result.Problem}", ct);
    }

    private async Task EndAsync(string domain, PilotState state, PilotPlan plan, CancellationToken ct)
    {
        metrics.Piloted(plan.Kind);
        if (plan.Kind == Step)
            LogStep(logger, domain, plan.Event);
        else
            LogFallBack(logger, domain, plan.Event);
        var after = state.Carry(plan);
        if (Tell is { } tell)
            await tell(plan.Letter, store.DomainSettings.New(domain, States, Format(after)), ct);
        else
            await SaveAsync(domain, after, ct);
    }

    /// <summary>What stands in the way is told once, not each time it is seen.</summary>
    private async Task BlockAsync(string domain, PilotState state, string problem, CancellationToken ct)
    {
        string told = "waits: " + problem;
        if (state.Events.Count > 0 && Kind(state.Events[^1].Text) == Kind(told))
            return;
        metrics.Piloted("blocked");
        LogBlocked(logger, domain, problem);
        await SaveAsync(domain, state.With(clock.GetUtcNow(), told), ct);

        // Counts in it change with each report.
        static string Kind(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c)));
    }

    /// <summary>The state of what is published: another record than the pilot's is its owner's, and begins anew.</summary>
    private PilotState Follow(PilotState? state, string text, DateTimeOffset now)
    {
        if (state is not null && (text == state.Record || (text == state.Previous && now - state.Since < Spread)))
            return state;
        if (state?.Plan is { } plan && text == plan.Record)
            return state.Carry(plan);
        var step = PilotLadder.StepOf(DmarcRecord.Parse(text)!);

        // Who has been at p=none all along has reports of it already.
        var since = now - (state is null && step is PilotStep.None ? options.Watch : TimeSpan.Zero);
        return new PilotState(step, text, since) { Events = state?.Events ?? [], Known = state?.Known ?? [] };
    }

    private async Task<(IReadOnlyList<PilotSource> Sources, long Uncounted)> SourcesAsync(string domain, PilotState state, PilotWish wish, CancellationToken ct)
    {
        var from = state.Since + Day;
        var verified = await store.Reports.SumVerifiedAsync(domain, from, MaxSources, ct);
        var counted = verified.Where(report => options.Trusted.Any(trusted => DomainName.IsWithin(report.Verified, trusted))).Select(report => report.Source).ToList();
        var all = await store.Reports.SumSourcesAsync(ReportKind.Dmarc, domain, clock.GetUtcNow() - from, MaxSources, ct);
        return (PilotSources.Group(counted, domain, suffixes, [.. wish.Strange]), Math.Max(0, Sum(all) - Sum(counted)));

        static long Sum(IEnumerable<ReportSource> sources) => sources.Aggregate(0L, static (sum, source) => sum > long.MaxValue - source.Count ? long.MaxValue : sum + source.Count);
    }

    /// <returns>The record; null: the name servers do not answer. With a problem it can't be used.</returns>
    private async ValueTask<(string? Text, string Problem)> PublishedAsync(string domain, CancellationToken ct)
    {
        var texts = await dns.ResolveTextAsync($"_dmarc.{domain}", ct);
        if (texts.Status is DnsStatus.TemporaryFailure)
            return (null, "the name servers did not answer");
        var records = texts.Records.Where(DmarcRecord.IsDmarc).Take(2).ToList();
        if (records.Count != 1)
            return ("", records.Count == 0 ? "there is no DMARC record: publish one first (aether domain dns)" : "there are several DMARC records");
        return DmarcRecord.Parse(records[0]) is { Reports.Count: > 0 } ? (records[0], "") : (records[0], "the DMARC record can't be read, or asks for no reports (rua)");
    }

    private async ValueTask<PilotState?> FindAsync(string domain, CancellationToken ct) =>
        await store.DomainSettings.FindAsync(domain, States, ct) is { } text ? JsonSerializer.Deserialize(text, PilotJson.Default.PilotState) : null;

    private Task<DirectoryResult> SaveAsync(string domain, PilotState state, CancellationToken ct) =>
        store.DomainSettings.SetAsync(domain, States, Format(state), ct);

    private static string Format(PilotState state) => JsonSerializer.Serialize(state, PilotJson.Default.PilotState);

    [LoggerMessage(2111, LogLevel.Information, "DMARC pilot: {Domain} {What}")]
    private static partial void LogStep(ILogger logger, string domain, string what);

    [LoggerMessage(2112, LogLevel.Warning, "DMARC pilot: {Domain} {What}")]
    private static partial void LogFallBack(ILogger logger, string domain, string what);

    [LoggerMessage(2113, LogLevel.Warning, "DMARC pilot: {Domain} waits: {Problem}")]
    private static partial void LogBlocked(ILogger logger, string domain, string problem);
}
