using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether search</c>: how far the index is, and to make it anew.</summary>
internal static class SearchCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var status = new Command("status", "Show where the search index is kept and how far it is.");
        status.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("search"), Render.Search, ct));

        var rebuild = new Command("rebuild", "Throw the search index away and make it anew from the store. Searches stay complete meanwhile, and are slower.");
        rebuild.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post("search/rebuild"), Render.Search, ct));

        return new Command("search", "Look after the search index.") { status, rebuild };
    }
}
