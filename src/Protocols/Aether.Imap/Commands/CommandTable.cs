using System.Collections.Frozen;
using System.Text;
using Aether.Imap.Commands.Annotations;
using Aether.Imap.Commands.Fetching;
using Aether.Imap.Commands.Logins;
using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Commands.Messages;
using Aether.Imap.Commands.Notifying;
using Aether.Imap.Commands.Quotas;
using Aether.Imap.Commands.Searching;
using Aether.Imap.Commands.Sharing;
using Aether.Imap.Commands.Sorting;
using Aether.Imap.Commands.Threading;
using Aether.Imap.Commands.Urls;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>The map of the engine: every verb, the states it is allowed in, its handler. RFC 3501 §6 and the extensions named beside the rows.</summary>
internal sealed class CommandTable
{
    private readonly FrozenDictionary<string, CommandEntry> entries;
    private readonly FrozenDictionary<string, CommandEntry>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public CommandTable()
    {
        CommandEntry[] rows =
        [
            new("CAPABILITY", SessionState.Any, new CapabilityCommand()),
            new("NOOP", SessionState.Any, new NoopCommand()),
            new("LOGOUT", SessionState.Any, new LogoutCommand()),
            new("ID", SessionState.Any, new IdCommand()) { Capability = "ID" }, // RFC 2971

            new("STARTTLS", SessionState.NotAuthenticated, new StartTlsCommand()),
            new("AUTHENTICATE", SessionState.NotAuthenticated, new AuthenticateCommand()), // SASL-IR: RFC 4959
            new("LOGIN", SessionState.NotAuthenticated, new LoginCommand()),

            new("ENABLE", SessionState.LoggedIn, new EnableCommand()) { Capability = "ENABLE" }, // RFC 5161
            new("UNAUTHENTICATE", SessionState.LoggedIn, new UnauthenticateCommand()) { Capability = "UNAUTHENTICATE" }, // RFC 8437
            new("SELECT", SessionState.LoggedIn, new SelectCommand(OpenMode.ReadWrite)),
            new("EXAMINE", SessionState.LoggedIn, new SelectCommand(OpenMode.ReadOnly)),
            new("CREATE", SessionState.LoggedIn, new CreateCommand()),
            new("DELETE", SessionState.LoggedIn, new DeleteCommand()),
            new("RENAME", SessionState.LoggedIn, new RenameCommand()),
            new("SUBSCRIBE", SessionState.LoggedIn, new SubscribeCommand(Aether.Storage.Mailboxes.SubscriptionChange.Subscribe)),
            new("UNSUBSCRIBE", SessionState.LoggedIn, new SubscribeCommand(Aether.Storage.Mailboxes.SubscriptionChange.Unsubscribe)),
            new("LIST", SessionState.LoggedIn, new ListCommand()),
            new("LSUB", SessionState.LoggedIn, new LsubCommand()),
            new("NAMESPACE", SessionState.LoggedIn, new NamespaceCommand()) { Capability = "NAMESPACE" }, // RFC 2342
            new("STATUS", SessionState.LoggedIn, new StatusCommand()),
            new("APPEND", SessionState.LoggedIn, new AppendCommand()),
            new("SETACL", SessionState.LoggedIn, new SetAclCommand(AclVerb.Set)) { Capability = "ACL" }, // RFC 4314
            new("DELETEACL", SessionState.LoggedIn, new SetAclCommand(AclVerb.Delete)) { Capability = "ACL" },
            new("GETACL", SessionState.LoggedIn, new GetAclCommand()) { Capability = "ACL" },
            new("LISTRIGHTS", SessionState.LoggedIn, new ListRightsCommand()) { Capability = "ACL" },
            new("MYRIGHTS", SessionState.LoggedIn, new MyRightsCommand()) { Capability = "ACL" },
            new("GETMETADATA", SessionState.LoggedIn, new GetMetadataCommand()) { Capability = "METADATA" }, // RFC 5464
            new("SETMETADATA", SessionState.LoggedIn, new SetMetadataCommand()) { Capability = "METADATA" },
            new("GETQUOTA", SessionState.LoggedIn, new GetQuotaCommand()) { Capability = "QUOTA" }, // RFC 9208
            new("GETQUOTAROOT", SessionState.LoggedIn, new GetQuotaRootCommand()) { Capability = "QUOTA" },
            new("SETQUOTA", SessionState.LoggedIn, new SetQuotaCommand()) { Capability = "QUOTA" },
            new("GENURLAUTH", SessionState.LoggedIn, new GenUrlAuthCommand()) { Capability = "URLAUTH" }, // RFC 4467
            new("RESETKEY", SessionState.LoggedIn, new ResetKeyCommand()) { Capability = "URLAUTH" },
            new("URLFETCH", SessionState.LoggedIn, new UrlFetchCommand()) { Capability = "URLAUTH" },
            new("COMPRESS", SessionState.LoggedIn, new CompressCommand()) { Capability = "COMPRESS=DEFLATE" }, // RFC 4978
            new("ESEARCH", SessionState.LoggedIn, new EsearchCommand(), News.NoExpunge) { Capability = "MULTISEARCH" }, // RFC 7377
            new("NOTIFY", SessionState.LoggedIn, new NotifyCommand()) { Capability = "NOTIFY" }, // RFC 5465
            new("IDLE", SessionState.LoggedIn, new IdleCommand()) { Capability = "IDLE" }, // RFC 2177

            new("UIDBATCHES", SessionState.Selected, new UidBatchesCommand(), News.NoExpunge) { Capability = "UIDBATCHES" },
            new("CANCELUPDATE", SessionState.Selected, new CancelUpdateCommand()) { Capability = "CONTEXT=SEARCH" }, // RFC 5267
            new("CHECK", SessionState.Selected, new NoopCommand()),
            new("CLOSE", SessionState.Selected, new CloseCommand()),
            new("UNSELECT", SessionState.Selected, new UnselectCommand()) { Capability = "UNSELECT" }, // RFC 3691
            new("EXPUNGE", SessionState.Selected, new ExpungeCommand()),
            new("UID EXPUNGE", SessionState.Selected, new ExpungeCommand()) { Capability = "UIDPLUS" }, // RFC 4315
            new("SEARCH", SessionState.Selected, new SearchCommand(), News.NoExpunge),
            new("UID SEARCH", SessionState.Selected, new SearchCommand()),
            new("SORT", SessionState.Selected, new SortCommand(), News.NoExpunge) { Capability = "SORT" }, // RFC 5256
            new("UID SORT", SessionState.Selected, new SortCommand()) { Capability = "SORT" },
            new("THREAD", SessionState.Selected, new ThreadCommand(), News.NoExpunge), // RFC 5256
            new("UID THREAD", SessionState.Selected, new ThreadCommand()),
            new("FETCH", SessionState.Selected, new FetchCommand(), News.NoExpunge),
            new("UID FETCH", SessionState.Selected, new FetchCommand()),
            new("STORE", SessionState.Selected, new StoreCommand(), News.NoExpunge),
            new("UID STORE", SessionState.Selected, new StoreCommand()),
            new("REPLACE", SessionState.Selected, new ReplaceCommand()) { Capability = "REPLACE" }, // RFC 8508
            new("UID REPLACE", SessionState.Selected, new ReplaceCommand()) { Capability = "REPLACE" },
            new("COPY", SessionState.Selected, new CopyCommand(CopyMode.Copy)),
            new("UID COPY", SessionState.Selected, new CopyCommand(CopyMode.Copy)),
            new("MOVE", SessionState.Selected, new CopyCommand(CopyMode.Move)) { Capability = "MOVE" }, // RFC 6851
            new("UID MOVE", SessionState.Selected, new CopyCommand(CopyMode.Move)) { Capability = "MOVE" },
        ];
        entries = rows.ToFrozenDictionary(static row => row.Verb, StringComparer.OrdinalIgnoreCase);
        lookup = entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IEnumerable<CommandEntry> Entries => entries.Values;

    /// <summary>The row of the verb, or of UID and a verb, that <paramref name="command"/> begins with; null when there is no such command.</summary>
    /// <param name="command">Begins behind the tag.</param>
    /// <param name="arguments">Where the arguments begin in it.</param>
    public CommandEntry? Find(ReadOnlySpan<byte> command, out int arguments)
    {
        const int MaxVerb = 24;
        arguments = 0;
        Span<char> verb = stackalloc char[MaxVerb];
        var reader = new ArgumentReader(command);
        int prefix = reader.TryWord("UID"u8) && reader.TrySpace() ? CommandEntry.ByUid.Length : 0;
        CommandEntry.ByUid.CopyTo(verb);
        if (!reader.TryAtom(out var atom) || atom.Length + prefix > MaxVerb || !(reader.AtEnd || reader.NextIs((byte)' ')))
            return null;
        Encoding.ASCII.GetChars(atom, verb[prefix..]);
        arguments = command.Length - reader.Rest.Length;
        return lookup.TryGetValue(verb[..(prefix + atom.Length)], out var entry) ? entry : null;
    }
}
