using Microsoft.Extensions.Logging;

namespace Aether.Storage.Damage;

/// <summary>Tells the operator of each damaged record once; readers that meet it again find it told.</summary>
internal sealed partial class DamageReports(ILogger logger)
{
    /// <summary>Records remembered as told. Beyond it the store has other troubles, and is told so.</summary>
    private const int Most = 10_000;

    private readonly HashSet<string> told = [];

    /// <summary>Records told of.</summary>
    public int Count
    {
        get
        {
            lock (told)
                return told.Count;
        }
    }

    public void Tell(string record, string detail)
    {
        lock (told)
        {
            if (told.Count >= Most || !told.Add(record))
                return;
        }
        LogDamaged(logger, record, detail);
    }

    [LoggerMessage(1003, LogLevel.Error, "Damaged: {Record}: {Detail}. The rest of the store is not touched by it; \"aether store verify\" lists all there is")]
    private static partial void LogDamaged(ILogger logger, string record, string detail);
}
