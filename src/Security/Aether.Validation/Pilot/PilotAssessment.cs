using System.Globalization;

namespace Aether.Validation.Pilot;

/// <summary>What follows from the reports of a step.</summary>
/// <param name="Next">The step to make; null: there is none further.</param>
/// <param name="Date">When it can be made, if nothing else stands in its way.</param>
/// <param name="Obstacles">What else does.</param>
/// <param name="Regressions">Networks that were in order and fail since the step.</param>
public sealed record PilotAssessment(PilotStep? Next, DateTimeOffset Date, IReadOnlyList<string> Obstacles, IReadOnlyList<string> Regressions)
{
    /// <summary>A network is known for good with so many messages, of which nearly all pass.</summary>
    private const long KnownMessages = 10;
    private const double KnownShare = 0.95;
    private const long RegressionMessages = 5;
    private const double RegressionShare = 0.2;
    private const int Named = 3;

    public static PilotAssessment Make(PilotState state, IReadOnlyList<PilotSource> sources, PilotOptions options)
    {
        var date = state.Since + (state.Step is PilotStep.None ? options.Watch : options.Step);
        date = state.HeldUntil > date ? state.HeldUntil.Value : date;
        return new PilotAssessment(PilotLadder.Next(state.Step), date, ObstaclesOf(sources, options), RegressionsOf(state, sources));
    }

    public bool MayGoOn(DateTimeOffset now) => Next is not null && Obstacles.Count == 0 && Regressions.Count == 0 && now >= Date;

    /// <summary>Networks that are in order.</summary>
    public static IEnumerable<string> GoodOf(IEnumerable<PilotSource> sources) =>
        from source in sources
        from network in source.Networks
        where !source.IsStrange && network.Messages >= KnownMessages && network.Passed >= KnownShare * network.Messages
        select PilotSources.KeyOf(source, network);

    private static List<string> ObstaclesOf(IReadOnlyList<PilotSource> sources, PilotOptions options)
    {
        var obstacles = new List<string>();
        var mine = sources.Where(source => !source.IsStrange).ToList();
        long messages = mine.Sum(source => source.Messages);
        long failed = mine.Sum(source => source.Failed);
        if (messages < options.Messages)
            obstacles.Add(string.Create(CultureInfo.InvariantCulture, $"reports that count tell of {messages} messages since the step, and {options.Messages} are wanted"));
        if (failed * 1000 > messages * options.Tolerance)
        {
            var worst = mine.Where(source => source.Failed > 0).OrderByDescending(source => source.Failed).Take(Named).Select(source => source.Provider.Length > 0 ? source.Provider : source.Networks.MaxBy(network => network.Failed)!.Network);
            obstacles.Add(string.Create(CultureInfo.InvariantCulture, $"{failed} of {messages} messages would fail, most of them from {string.Join(", ", worst)}: bring these in by SPF or DKIM, or say that they are not yours (--not-mine)"));
        }

        return obstacles;
    }

    // Only who was in order can get worse: that forgers fail is what the step is for.
    private static List<string> RegressionsOf(PilotState state, IEnumerable<PilotSource> sources) => state.Step is PilotStep.None
        ? []
        : [
            .. from source in sources
               from network in source.Networks
               where !source.IsStrange && network.Failed >= RegressionMessages && network.Failed > RegressionShare * network.Messages && state.Known.Contains(PilotSources.KeyOf(source, network))
               select network.Network,
        ];
}
