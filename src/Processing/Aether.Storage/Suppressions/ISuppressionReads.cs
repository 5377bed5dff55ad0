namespace Aether.Storage.Suppressions;

/// <summary>The queries on suppressed addresses, one implementation an engine.</summary>
internal interface ISuppressionReads
{
    /// <param name="addresses">Lower case.</param>
    ValueTask<IReadOnlyList<Suppression>> FindAsync(IReadOnlyList<string> addresses, DateTimeOffset now, CancellationToken ct);

    ValueTask<IReadOnlyList<Suppression>> ListAsync(string after, int most, DateTimeOffset now, CancellationToken ct);
}
