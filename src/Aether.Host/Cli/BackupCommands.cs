using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether backup</c> and <c>aether restore</c>.</summary>
internal static class BackupCommands
{
    public static Command CreateBackup(VerbRunner verbs)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it; nothing may be there yet. It holds all mail and all password records: keep it as safe as the server." };
        var backup = new Command("backup", "Write the whole store to one file while the server runs, and read it again to be sure.") { file };
        backup.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "store/backup", new BackupRequest(Path.GetFullPath(parsed.GetRequiredValue(file))), AdminJson.Default.BackupRequest), Render.Backup, ct));
        return backup;
    }

    public static Command CreateRestore(VerbRunner verbs)
    {
        var file = new Argument<string>("FILE") { Description = "A file that \"aether backup\" wrote." };
        var account = new Option<string?>("--account") { Description = "Bring back this account alone.", HelpName = "ADDRESS" };
        var folder = new Option<string?>("--folder") { Description = "Bring back this folder alone, with those below it.", HelpName = "NAME" };
        var queue = new Option<bool>("--queue") { Description = "Also queue again what waited to be delivered then. Some of it may have been delivered since." };
        var restore = new Command("restore", "Bring back a backup, or a part of it. An account that exists is left as it is: its mail comes into a folder \"Restored\" and the day.")
        {
            file, account, folder, queue,
        };
        restore.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "store/restore",
            new RestoreRequest(Path.GetFullPath(parsed.GetRequiredValue(file)), parsed.GetValue(account)?.ToLowerInvariant(), parsed.GetValue(folder), parsed.GetValue(queue)),
            AdminJson.Default.RestoreRequest), Render.Backup, ct));
        return restore;
    }
}
