namespace Aether.Admin.Local;

/// <summary>Marks a connection that came through the admin socket.</summary>
internal sealed class LocalConnection
{
    public static LocalConnection Instance { get; } = new();
}
