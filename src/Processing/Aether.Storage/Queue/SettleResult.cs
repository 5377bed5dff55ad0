namespace Aether.Storage.Queue;

/// <summary>How far an outcome was taken.</summary>
/// <param name="Settled">Rows whose lease still held.</param>
/// <param name="Stale">Rows that another worker has by now: nothing was changed, and no follow-up was stored.</param>
public readonly record struct SettleResult(int Settled, int Stale);
