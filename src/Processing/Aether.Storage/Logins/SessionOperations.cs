using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Logins;

/// <summary>A node tells of its sessions: those that began or were heard of, those that ended. It hears which of its own an operator ended.</summary>
/// <param name="Node">One of its kind for each process.</param>
/// <param name="Gone">Nodes that told nothing since then are gone, and their sessions with them.</param>
internal sealed record ReportSessions(string Node, DateTimeOffset Now, DateTimeOffset Gone, IReadOnlyList<SessionRow> Open, IReadOnlyList<string> Closed) : Operation<IReadOnlyList<string>>;

/// <summary>Asks the node of a session to end it.</summary>
internal sealed record EndSession(string Id) : Operation<DirectoryResult>;

/// <summary>Ends all logins of an account that there are.</summary>
internal sealed record EndLogins(string Address) : Operation<DirectoryResult>;

/// <summary>Adds logins to what was counted of their kind and day.</summary>
internal sealed record AddLogins(IReadOnlyList<LoginCount> Counts) : Operation<int>;

/// <summary>Forgets the logins of days before.</summary>
internal sealed record ForgetLogins(DateTimeOffset Before, int Most) : Operation<int>;
