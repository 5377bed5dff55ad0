using SQLitePCL;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>A kept statement: bind in order, step, read columns, dispose to have it ready again.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt handle) : IDisposable
{
    private int bound;

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++bound, value));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, ++bound) : raw.sqlite3_bind_text(handle, ++bound, value));
        return this;
    }

    public SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, ++bound, 0) : raw.sqlite3_bind_blob(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds UTF-8 as text.</summary>
    public SqliteStatement BindText(ReadOnlySpan<byte> utf8)
    {
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(handle, ++bound, string.Empty) : raw.sqlite3_bind_text(handle, ++bound, utf8));
        return this;
    }

    /// <returns>True when there is a row.</returns>
    public bool Step()
    {
        int code = raw.sqlite3_step(handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw connection.Failure(code),
        };
    }

    /// <summary>Steps once and is ready again.</summary>
    public void Run()
    {
        using (this)
            Step();
    }

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int(int column) => raw.sqlite3_column_int(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The octets, valid until the next step.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>How many octets <see cref="Span"/> has.</summary>
    public int Length(int column) => raw.sqlite3_column_bytes(handle, column);

    public byte[] Bytes(int column) => Span(column).ToArray();

    public void Dispose()
    {
        bound = 0;
        // Its code repeats the failure of the last step, which was thrown there.
        raw.sqlite3_reset(handle);
    }

    public void Release() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw connection.Failure(code);
    }
}
