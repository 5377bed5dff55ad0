namespace Aether.Storage.Tracing;

/// <summary>The query on traces, one implementation an engine.</summary>
internal interface ITraceReads
{
    ValueTask<IReadOnlyList<TraceEvent>> FindAsync(TraceQuery query, CancellationToken ct);
}
