using Aether.Storage.Committing;

namespace Aether.Storage.Threads;

/// <summary>Enters the references of emails that came in lately into their table.</summary>
internal sealed record EnterReferences(int Most) : Operation<int>;
