using Npgsql;
using NpgsqlTypes;

namespace Aether.Storage.Engines.Postgres.Values;

/// <summary>The arguments of one statement, added in order.</summary>
internal sealed class PostgresArguments(NpgsqlParameterCollection parameters)
{
    public PostgresArguments Add(long value)
    {
        parameters.Add(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });
        return this;
    }

    public PostgresArguments Add(long? value) => value is { } known ? Add(known) : AddObject(null, NpgsqlDbType.Bigint);

    public PostgresArguments Add(int value)
    {
        parameters.Add(new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer });
        return this;
    }

    public PostgresArguments Add(bool value)
    {
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Boolean });
        return this;
    }

    public PostgresArguments Add(string? value) => AddObject(value, NpgsqlDbType.Text);

    public PostgresArguments Add(ReadOnlyMemory<byte> value)
    {
        parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea });
        return this;
    }

    public PostgresArguments Add(long[] value) => AddObject(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public PostgresArguments Add(long?[] value) => AddObject(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public PostgresArguments Add(int[] value) => AddObject(value, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public PostgresArguments Add(string?[] value) => AddObject(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public PostgresArguments Add(byte[][] value) => AddObject(value, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public PostgresArguments Add(DateTimeOffset milliseconds) => Add(milliseconds.ToUnixTimeMilliseconds());

    private PostgresArguments AddObject(object? value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return this;
    }
}
