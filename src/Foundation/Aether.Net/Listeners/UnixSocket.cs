using System.Text;

namespace Aether.Net.Listeners;

/// <summary>The file of a unix socket: what a dead process left is removed, and whoever may enter its folder may connect.</summary>
public static class UnixSocket
{
    private const int MaxPath = 107; // sun_path of sockaddr_un less its end
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <returns>The path.</returns>
    /// <exception cref="IOException">The path is too long, or is something else than a socket.</exception>
    public static string Prepare(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPath)
            throw new IOException($"The path {path} is too long for a unix socket ({MaxPath} octets): choose a shorter one.");
        var file = new FileInfo(path);
        if (file.Exists && (file.LinkTarget is not null || file.Length > 0))
            throw new IOException($"{path} is no socket: a listener can't take its place."); // case O02
        file.Delete();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Lets local programs connect, whoever they run as; call it once the server listens. The folder decides who comes that far.</summary>
    public static void Open(string path) => File.SetUnixFileMode(path, Everybody);
}
