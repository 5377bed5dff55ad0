using Aether.Storage.Committing;

namespace Aether.Storage.Tracing;

/// <summary>Writes steps down.</summary>
internal sealed record AddTrace(IReadOnlyList<TraceEvent> Events) : Operation<int>;

/// <summary>Forgets the oldest steps.</summary>
internal sealed record ForgetTrace(DateTimeOffset Before, int Most) : Operation<int>;
