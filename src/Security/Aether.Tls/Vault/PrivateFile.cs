namespace Aether.Tls.Vault;

/// <summary>Writes what nobody else may read, so that either the old text or the new is there.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string part = path + ".part";
        File.Delete(part); // the mode below is that of a new file only
        using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        File.Move(part, path, overwrite: true);
    }
}
