using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres;
using Aether.Storage.Engines.Sqlite;

namespace Aether.Storage.Tests.Postgres;

/// <summary>Both engines do all there is to do.</summary>
[Trait("Engine", "own")]
public sealed class EngineParityTests
{
    private static readonly IReadOnlyList<Type> Operations =
        [.. typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Fact]
    public void Each_operation_has_its_executor_on_SQLite() =>
        Assert.Equal(Operations, SqliteEngine.Executors().Select(executor => executor.Operation).OrderBy(type => type.Name, StringComparer.Ordinal));

    [Fact]
    public void Each_operation_has_its_executor_on_PostgreSQL() =>
        Assert.Equal(Operations, PostgresEngine.Executors().Select(executor => executor.Operation).OrderBy(type => type.Name, StringComparer.Ordinal));
}
