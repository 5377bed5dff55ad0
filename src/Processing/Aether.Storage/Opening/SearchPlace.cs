namespace Aether.Storage;

/// <summary>Where the search index is kept.</summary>
public enum SearchPlace
{
    /// <summary>In the database where that is a server, else in a file.</summary>
    Auto,

    /// <summary>In a file of this node.</summary>
    File,

    /// <summary>In the database that the nodes share; one of them fills it for all.</summary>
    Database,
}
