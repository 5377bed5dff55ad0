using Aether.Configuration.Publishing;

namespace Aether.Configuration.Tests.Publishing;

public class DocumentTests
{
    /// <summary>Set AETHER_WRITE_DOCS=1 to write the files anew after a change of the schema.</summary>
    [Theory]
    [InlineData("aether.schema.json")]
    [InlineData("configuration.md")]
    public void The_committed_document_says_what_the_types_say(string name)
    {
        string expected = name is "configuration.md" ? MarkdownWriter.Write() : SchemaWriter.Write();
        string path = Path.Combine(Docs(), name);
        if (Environment.GetEnvironmentVariable("AETHER_WRITE_DOCS") is "1")
            File.WriteAllText(path, expected);

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Docs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AetherMailer.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "docs");
    }
}
