using System.Collections.Frozen;
using Aether.Pop3.Commands.Logins;
using Aether.Pop3.Commands.Messages;
using Aether.Pop3.Session;

namespace Aether.Pop3.Commands;

/// <summary>The map of the engine: every verb, the states it is allowed in, its handler. RFC 1939 §5 to §7 and the extensions named beside the rows.</summary>
internal sealed class CommandTable
{
    private readonly FrozenDictionary<string, CommandEntry> entries;

    public CommandTable()
    {
        CommandEntry[] rows =
        [
            new("CAPA", SessionState.Any, new CapaCommand()), // RFC 2449 §5
            new("LANG", SessionState.Any, new LangCommand()), // RFC 6856 §3
            new("QUIT", SessionState.Any, new QuitCommand()),

            new("USER", SessionState.Authorization, new UserCommand()),
            new("PASS", SessionState.Authorization, new PassCommand()),
            new("APOP", SessionState.Authorization, new ApopCommand()), // RFC 1939 §7
            new("AUTH", SessionState.Authorization, new AuthCommand()), // RFC 5034
            new("STLS", SessionState.Authorization, new StlsCommand()), // RFC 2595 §4
            new("UTF8", SessionState.Authorization, new Utf8Command()), // RFC 6856 §2.1

            new("STAT", SessionState.Transaction, new StatCommand()),
            new("LIST", SessionState.Transaction, new ListCommand()),
            new("UIDL", SessionState.Transaction, new UidlCommand()),
            new("RETR", SessionState.Transaction, new RetrCommand()),
            new("TOP", SessionState.Transaction, new TopCommand()),
            new("DELE", SessionState.Transaction, new DeleCommand()),
            new("RSET", SessionState.Transaction, new RsetCommand()),
            new("NOOP", SessionState.Transaction, new NoopCommand()),
        ];
        entries = rows.ToFrozenDictionary(static row => row.Verb, StringComparer.Ordinal);
    }

    public IEnumerable<CommandEntry> Entries => entries.Values;

    /// <param name="verb">In upper case.</param>
    public CommandEntry? Find(string verb) => entries.GetValueOrDefault(verb);
}
