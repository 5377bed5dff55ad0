namespace Aether.Configuration.Schema;

/// <summary>Where the search index is kept.</summary>
public enum SearchStore
{
    /// <summary>In the database where that is a server, else in a file.</summary>
    Auto,
    File,
    Database,
}
