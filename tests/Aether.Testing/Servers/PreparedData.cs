using System.Text.Json.Nodes;

namespace Aether.Testing.Servers;

/// <summary>
/// A store with the domain example.test and the accounts ann and bob, password "secret". The command line makes it once a process; servers whose configuration
/// leaves the store as it is by default get a copy.
/// </summary>
internal static class PreparedData
{
    /// <summary>What changes the rows that the command line writes, or where it writes them.</summary>
    private static readonly string[] Sections = ["hostname", "data", "database", "blobs", "events", "auth", "security"];

    private static readonly SemaphoreSlim Making = new(1);

    private static AetherServer? made;

    public static async Task PutIntoAsync(AetherServer server)
    {
        var template = await TemplateAsync();
        if (Array.TrueForAll(Sections, section => JsonNode.DeepEquals(server.Config[section], template.Config[section])))
            Copy(template.Folder, server.Folder);
        else
            await FillAsync(server);
    }

    private static async Task<AetherServer> TemplateAsync()
    {
        await Making.WaitAsync();
        try
        {
            return made ??= await MakeAsync();
        }
        finally
        {
            Making.Release();
        }
    }

    private static async Task<AetherServer> MakeAsync()
    {
        var template = await AetherServer.PrepareNodeAsync(null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(template.Folder, recursive: true);
        await FillAsync(template);
        return template;
    }

    private static async Task FillAsync(AetherServer server)
    {
        await server.CliAsync(["domain", "add", "example.test"]);
        await server.AddAccountAsync("ann@example.test");
        await server.AddAccountAsync("bob@example.test");
    }

    /// <summary>Modes stay: the server wants its keys to be its own.</summary>
    private static void Copy(string from, string to)
    {
        foreach (string folder in Directory.GetDirectories(Path.Combine(from, "data"), "*", SearchOption.AllDirectories).Prepend(Path.Combine(from, "data")))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)), File.GetUnixFileMode(folder));
        foreach (string file in Directory.GetFiles(Path.Combine(from, "data"), "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
