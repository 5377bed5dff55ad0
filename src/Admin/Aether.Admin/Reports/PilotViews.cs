using Aether.Admin.Contracts;
using Aether.Validation.Pilot;

namespace Aether.Admin.Reports;

/// <summary>A look at a pilot, in the words of answers.</summary>
internal static class PilotViews
{
    private const int MaxNetworks = 50;

    public static PilotView Of(string domain, PilotLook look) => new(
        domain,
        look.Published,
        look.Problem,
        look.State is { } state ? PilotLadder.NameOf(state.Step) : null,
        look.State?.Since,
        look.Assessment?.Next is { } next ? PilotLadder.NameOf(next) : null,
        look.NextRecord,
        look.Assessment?.Date,
        look.Assessment?.Obstacles ?? [],
        look.Assessment?.Regressions ?? [],
        look.Wish.Publishes,
        [.. look.Sources.Select(Of)],
        look.Uncounted,
        look.State?.Events ?? []);

    private static PilotSourceView Of(PilotSource source) => new(
        source.Provider.Length > 0 ? source.Provider : source.Host ?? source.Networks[0].Network, Verdict(source), source.Messages, source.Failed, source.Spf, source.Dkim, [.. source.Networks.Take(MaxNetworks)]);

    private static string Verdict(PilotSource source) => source switch
    {
        { IsStrange: true } => "not mine",
        { Failed: 0 } => "passes",
        { Passed: 0 } => "fails",
        _ => "mixed",
    };
}
