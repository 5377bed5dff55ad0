namespace Aether.Mime.Tests;

/// <summary>The published sample messages under Samples.</summary>
internal static class Samples
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Samples");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Where(static path => path.EndsWith(".msg", StringComparison.Ordinal) || path.EndsWith(".eml", StringComparison.Ordinal))
        .Select(static path => Path.GetRelativePath(Root, path))
        .Order(StringComparer.Ordinal);

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Root, name));
}
