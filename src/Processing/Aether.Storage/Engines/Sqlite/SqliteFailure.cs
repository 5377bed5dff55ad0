namespace Aether.Storage.Engines.Sqlite;

/// <summary>SQLite refused a call. https://sqlite.org/rescode.html</summary>
/// <param name="code">Extended result code.</param>
internal sealed class SqliteFailure(int code, string message) : IOException($"SQLite {code}: {message}")
{
    public const int Error = 1;

    public const int Full = 13;

    public const int NotADatabase = 26;

    public const int Busy = 5;

    public const int NoMemory = 7;

    public const int Corrupt = 11;

    public const int InputOutput = 10;

    public const int CannotOpen = 14;

    public int Code { get; } = code;

    /// <summary>It may go better another time: no room, no descriptors, no memory, a disk that stumbles.</summary>
    public bool IsTemporary => !IsSync && Primary is (Full or CannotOpen or InputOutput or NoMemory or Busy);

    /// <summary>A sync failed, of a file or of its folder.</summary>
    public bool IsSync => Code is (InputOutput | (4 << 8)) or (InputOutput | (5 << 8));

    /// <summary>The file itself is wrong, in part or as a whole; a statement that no longer fits its tables (SQLITE_ERROR) says so too.</summary>
    public bool IsDamage => Primary is Corrupt or NotADatabase or Error;

    /// <summary>The primary result code.</summary>
    public int Primary => Code & 0xFF;
}
