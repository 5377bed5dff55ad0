namespace Aether.Ledger;

/// <summary>What a run of kills came to.</summary>
/// <param name="Acknowledged">Operations the server said yes to.</param>
/// <param name="Lost">Acknowledged, and not there.</param>
/// <param name="Doubled">There more than once, though sent once.</param>
/// <param name="Torn">There with other octets.</param>
/// <param name="Phantom">There, and never sent.</param>
/// <param name="RestartP95">95th percentile of the time from start to the first greeting.</param>
public sealed record CrashReport(int Kills, int Acknowledged, int Lost, int Doubled, int Torn, int Phantom, TimeSpan RestartP95)
{
    public bool IsSound => Acknowledged > 0 && Lost + Doubled + Torn + Phantom == 0;
}
