using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary>The command line: the map of all verbs.</summary>
internal static class AetherCommand
{
    private const string Description = """
        Aether Mailer, a complete mail server in one program.

        Start it with "aether serve". The other commands work while it runs, through the
        admin socket in its data folder, and while it does not.

        Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 not found,
        4 exists already, 5 the data folder is busy.
        """;

    public static RootCommand Create()
    {
        var options = new GlobalOptions();
        var verbs = new VerbRunner(options);
        return new RootCommand(Description)
        {
            options.Config,
            options.Json,
            ServeCommand.Create(options),
            ConfigCommands.Create(options),
            DomainCommands.Create(verbs),
            AccountCommands.Create(verbs),
            AliasCommands.Create(verbs), GroupCommands.Create(verbs), RoleCommands.Create(verbs),
            MailboxCommands.Create(verbs),
            AppPasswordCommands.Create(verbs),
            SessionCommands.Create(verbs),
            BanCommands.Create(verbs),
            TlsCommands.Create(verbs),
            TenantCommands.Create(verbs),
            DkimCommands.Create(verbs),
            QueueCommands.Create(verbs),
            DeadLetterCommands.Create(verbs), SuppressionCommands.Create(verbs), GrantCommands.Create(verbs),
            TraceCommand.Create(verbs),
            ReportCommands.Create(verbs),
            BackupCommands.CreateBackup(verbs),
            BackupCommands.CreateRestore(verbs),
            MigrationCommands.CreateImport(verbs),
            MigrationCommands.CreateExport(verbs),
            StoreCommands.Create(options, verbs),
            SearchCommands.Create(verbs),
            DoctorCommand.Create(verbs),
            CompletionCommand.Create(),
        };
    }

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        // The server drains in its own time: nobody ends the process behind its back.
        int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 && code != ExitCode.Done ? ExitCode.Usage : code;
    }
}
