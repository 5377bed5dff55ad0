namespace Aether.Storage.Engines.Sqlite;

/// <summary>What a connection is for.</summary>
internal enum SqliteAccess
{
    Read,
    Write,
}
