using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether import</c> and <c>aether export</c>.</summary>
internal static class MigrationCommands
{
    public static Command CreateImport(VerbRunner verbs)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The account that gets the mail." };
        var source = new Argument<string>("SOURCE") { Description = "maildir:PATH (Maildir++), mbox:PATH (a file, or a folder of them), imap://USER@HOST[:PORT] (STARTTLS) or imaps://USER@HOST[:PORT]." };
        var into = new Option<string?>("--into") { Description = "Put all folders below this one.", HelpName = "FOLDER" };
        var password = new Option<bool>("--password-stdin") { Description = "Read the password of the other server from standard input." };
        var insecure = new Option<bool>("--any-certificate") { Description = "Take whatever certificate the other server shows, and do without TLS where it has none." };
        var pop3 = new Option<string?>("--pop3") { Description = "The same mail by POP3, pop3://HOST[:PORT] (STARTTLS) or pop3s://HOST[:PORT]: its clients know the messages again and don't fetch them anew.", HelpName = "URL" };
        var import = new Command("import", "Bring in mail with folders, flags and dates. Run again, it takes only what is new or changed there, until the day of the move.") { address, source, into, password, insecure, pop3 };
        import.SetAction(async (parsed, ct) =>
        {
            string? secret = parsed.GetValue(password) ? (await Console.In.ReadLineAsync(ct))?.TrimEnd('\r') : null;
            var request = new ImportRequest(Absolute(parsed.GetRequiredValue(source)), secret, parsed.GetValue(into), parsed.GetValue(insecure)) { Pop3 = parsed.GetValue(pop3) };
            return await verbs.RunAsync(parsed, AdminRequest.Post($"accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(address))}/import", request, AdminJson.Default.ImportRequest), Render.Import, ct);
        });
        return import;
    }

    public static Command CreateExport(VerbRunner verbs)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The account whose mail is written." };
        var target = new Argument<string>("TARGET") { Description = "maildir:PATH (Maildir++) or mbox:PATH (a folder of files); nothing may be there yet." };
        var export = new Command("export", "Write an account's mail into files that other programs read, with folders, flags and dates.") { address, target };
        export.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            $"accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(address))}/export", new ExportRequest(Absolute(parsed.GetRequiredValue(target))), AdminJson.Default.ExportRequest), Render.Export, ct));
        return export;
    }

    /// <summary>The server stands in another folder than who asks.</summary>
    private static string Absolute(string text)
    {
        foreach (string kind in (string[])["maildir:", "mbox:"])
        {
            if (text.StartsWith(kind, StringComparison.Ordinal) && text.Length > kind.Length)
                return kind + Path.GetFullPath(text[kind.Length..]);
        }

        return text;
    }
}
