using Npgsql;

namespace Aether.Storage.Engines.Postgres.Values;

/// <summary>Rows as a statement gives them: one after another, columns by their number.</summary>
internal class PostgresRows(NpgsqlDataReader reader)
{
    /// <summary>Goes to the next row.</summary>
    public Task<bool> ReadAsync(CancellationToken ct) => reader.ReadAsync(ct);

    /// <summary>Goes on to the next statement's rows.</summary>
    public Task<bool> NextAsync(CancellationToken ct) => reader.NextResultAsync(ct);

    public bool IsNull(int column) => reader.IsDBNull(column);

    public long Long(int column) => reader.GetInt64(column);

    public long LongOrZero(int column) => IsNull(column) ? 0 : Long(column);

    public int Int(int column) => reader.GetInt32(column);

    public float Float(int column) => reader.GetFloat(column);

    public bool Bool(int column) => reader.GetBoolean(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Octets; empty for null.</summary>
    public byte[] Bytes(int column) => List<byte>(column);

    /// <summary>A list; empty for null.</summary>
    public T[] List<T>(int column) => IsNull(column) ? [] : reader.GetFieldValue<T[]>(column);

    /// <summary>A value of an enum, given by its name.</summary>
    public T Named<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(Text(column));
}
