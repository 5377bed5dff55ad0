namespace Aether.Storage.Sharing;

/// <summary>Which way a reader's \Seen changes.</summary>
public enum SeenMark
{
    Set,
    Clear,
}
