namespace Aether.Storage.Engines.Sqlite;

/// <summary>SQLite refused a call. https://sqlite.org/rescode.html</summary>
/// <param name="code">Extended result code.</param>
internal sealed class SqliteFailure(int code, string message) : IOException($"SQLite {code}: {message}")
{
    public const int Error = 1;

    public const int Full = 13;

    public const int NotADatabase = 26;

    public const int Corrupt = 11;

    public int Code { get; } = code;

    /// <summary>The primary result code.</summary>
    public int Primary => Code & 0xFF;
}
