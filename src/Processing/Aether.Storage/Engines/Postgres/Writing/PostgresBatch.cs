using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage.Engines.Postgres.Values;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>The statements of a group, sent together and answered in order. Every one of them gives rows.</summary>
internal sealed class PostgresBatch(NpgsqlBatch batch, string code, StoreOptions options)
{
    private static readonly ConcurrentDictionary<(string Code, string Function, int Arguments), string> Texts = new();

    public StoreOptions Options => options;

    /// <summary>How many statements there are so far.</summary>
    public int Count => batch.BatchCommands.Count;

    /// <summary>Adds a call of an engine's function.</summary>
    /// <param name="arguments">How many will be added to it.</param>
    public PostgresArguments Call(string function, int arguments) => Add(Texts.GetOrAdd((code, function, arguments), static call => TextOf(call.Code, call.Function, call.Arguments)));

    /// <summary>Adds another statement.</summary>
    public PostgresArguments Add(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return new PostgresArguments(command.Parameters);
    }

    /// <summary>The moment at which the collector may take what is given up now.</summary>
    public long CollectAt(DateTimeOffset now) => (now + options.BlobGrace).ToUnixTimeMilliseconds();

    private static string TextOf(string code, string function, int arguments)
    {
        var numbers = Enumerable.Range(1, arguments).Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}"));
        return $"SELECT * FROM {code}.{function}({string.Join(", ", numbers)})";
    }
}
