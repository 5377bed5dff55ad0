using Aether.Storage.Committing;

namespace Aether.Storage.Suppressions;

/// <summary>Puts an address on the list, or changes how it stands there.</summary>
internal sealed record AddSuppression(Suppression Row) : Operation<bool>;

/// <summary>Takes an address off the list.</summary>
internal sealed record RemoveSuppression(string Address) : Operation<bool>;

/// <summary>Forgets addresses whose time is over.</summary>
internal sealed record ForgetSuppressions(int Most, DateTimeOffset Now) : Operation<int>;
