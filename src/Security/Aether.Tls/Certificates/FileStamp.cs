namespace Aether.Tls.Certificates;

/// <summary>What tells that a file is another: where its links end, when it was written, and how long it is.</summary>
internal readonly record struct FileStamp(string Target, DateTime Written, long Length)
{
    public static FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return target.Exists ? new FileStamp(target.FullName, target.LastWriteTimeUtc, target.Length) : default;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
