using System.CommandLine;
using System.Text.Json;
using Aether.Admin.Contracts;
using Aether.Storage.Salvage;

namespace Aether.Host.Cli;

/// <summary><c>aether store</c>: is it sound, and what can be saved when it is not.</summary>
internal static class StoreCommands
{
    public static Command Create(GlobalOptions options, VerbRunner verbs)
    {
        var verify = new Command("verify", "Compute every hash anew and compare every counter and reference. Changes nothing; exit code 1 when something is wrong.");
        verify.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post("store/verify"), Render.StoreReport, ct, static body =>
            JsonSerializer.Deserialize(body, AdminJson.Default.StoreReportView)?.FindingCount == 0 ? ExitCode.Done : ExitCode.Failed));

        var target = new Argument<string>("FOLDER") { Description = "A folder that does not exist yet." };
        var salvage = new Command("salvage", "Export whatever is readable of a damaged store as Maildir++ folders, one an account. The server must not run.") { target };
        salvage.SetAction((parsed, ct) => Task.FromResult(Salvage(options, parsed, parsed.GetRequiredValue(target), ct)));

        return new Command("store", "Verify the store, or save what is left of it.") { verify, salvage };
    }

    /// <summary>It works on files that nothing can open any more, so it asks no server.</summary>
    private static int Salvage(GlobalOptions options, ParseResult parsed, string target, CancellationToken ct)
    {
        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        try
        {
            string file = Composition.StoreSetup.DatabaseFile(configuration.Settings.Database.Url);
            var report = StoreSalvage.Run(configuration.DataFolder, file, Path.GetFullPath(target), ct);
            var view = new SalvageView(report.Accounts, report.Mailboxes, report.Messages, report.Octets, report.Found, report.Unreadable, report.BadPages);
            string json = JsonSerializer.Serialize(view, AdminJson.Default.SalvageView);
            Console.Out.Write(parsed.GetValue(options.Json) ? json + "\n" : Render.Salvage(json));
            return report.Unreadable + report.BadPages == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception failure) when (Failures.Describe(failure) is { } line)
        {
            return Failures.Report(failure, line);
        }
    }
}
