namespace Aether.Storage.Engines.Sqlite;

/// <summary>A database file and the VFS through which SQLite reaches it.</summary>
/// <param name="Vfs">Null: the usual one.</param>
internal readonly record struct SqliteFile(string Path, string? Vfs);
