using System.Collections.Frozen;
using Aether.Smtp.Content;
using Aether.Smtp.Hooks;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;
using static Aether.Smtp.Session.SmtpStates;

namespace Aether.Smtp.Commands;

/// <summary>The map of the engine: every verb, the states it is allowed in, its handler. RFC 5321 §4.1.4.</summary>
internal sealed class CommandTable
{
    private const int MaxVerb = 16;
    private readonly FrozenDictionary<string, CommandEntry>.AlternateLookup<ReadOnlySpan<char>> entries;

    public CommandTable(EnvelopePolicy policy, HookRunner hooks, Acceptance acceptance, AuthCommand auth, SmtpBackend backend, TimeProvider clock)
    {
        CommandEntry[] table =
        [
            new("EHLO", Any, new EhloCommand(EhloForm.Ehlo, backend, clock)),
            new("LHLO", Any, new EhloCommand(EhloForm.Lhlo, backend, clock)),
            new("HELO", Any, new HeloCommand()),
            new("STARTTLS", Greeted, new StartTlsCommand()),
            new("AUTH", Greeted, auth),
            new("MAIL", Ready, new MailCommand(policy, new WishPolicy(clock), hooks, acceptance)),
            new("RCPT", InMail | InRcpt, new RcptCommand(policy, hooks)),
            new("DATA", InRcpt, new DataCommand(acceptance)),
            new("BDAT", Any, new BdatCommand(acceptance)), // a refused chunk must be read all the same
            new("BURL", Any, new BurlCommand(acceptance, backend.Urls)),
            new("RSET", Any, new RsetCommand()),
            new("NOOP", Any, new NoopCommand()),
            new("VRFY", Any, new VrfyCommand(backend.Recipients)),
            new("EXPN", Any, new ExpnCommand(backend.Recipients)),
            new("XCLIENT", Start | Ready, new XclientCommand(backend.Store.Directory, backend.Sessions)),
            new("HELP", Any, new HelpCommand()),
            new("QUIT", Any, new QuitCommand()),
        ];
        entries = table.ToFrozenDictionary(entry => entry.Verb, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CommandEntry? Find(ReadOnlySpan<byte> verb)
    {
        Span<char> text = stackalloc char[MaxVerb];
        if (verb.Length > MaxVerb)
            return null;
        for (int i = 0; i < verb.Length; i++)
            text[i] = (char)verb[i];
        return entries.TryGetValue(text[..verb.Length], out var entry) ? entry : null;
    }
}
