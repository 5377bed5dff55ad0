using System.Globalization;
using System.Text;
using Aether.Imap.Commands;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Sharing;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>
/// Every command of the table against every right, one taken at a time: who lacks one that it needs is refused, who lacks another is
/// not (case I07). A command that is neither in the matrix nor among those that touch no mailbox fails here. RFC 4314 §4.
/// </summary>
public sealed class AccessMatrixTests
{
    private const AclRights MoveFrom = AclRights.Read | AclRights.DeleteMessage | AclRights.Expunge;

    /// <summary>They are about the session, the account or names, not about a mailbox.</summary>
    private static readonly string[] OfNoMailbox =
    [
        "CAPABILITY", "NOOP", "LOGOUT", "ID", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE", "UNAUTHENTICATE", "SUBSCRIBE", "UNSUBSCRIBE", "LSUB", "NAMESPACE", "GETQUOTA", "SETQUOTA", "COMPRESS", "IDLE",
        "CHECK", "UNSELECT", "CANCELUPDATE", "GENURLAUTH", "URLFETCH", // their mailboxes are in URLs: UrlAuthTests
    ];

    /// <summary>THEIRS stands for the mailbox of another, NEW for a name beside it.</summary>
    private static readonly Row[] Matrix =
    [
        new("SELECT", "SELECT THEIRS", AclRights.Read),
        new("EXAMINE", "EXAMINE THEIRS", AclRights.Read),
        new("STATUS", "STATUS THEIRS (MESSAGES)", AclRights.Read),
        new("CREATE", "CREATE THEIRS/Sub", AclRights.CreateMailbox),
        new("DELETE", "DELETE THEIRS", AclRights.DeleteMailbox),
        new("RENAME", "RENAME THEIRS NEW", AclRights.DeleteMailbox),
        new("APPEND", "APPEND THEIRS {10+}\r\nSubject: a", AclRights.Insert),
        new("LIST", "LIST \"\" THEIRS", AclRights.Lookup) { Shows = "* LIST" },
        new("LIST", "LIST \"\" THEIRS RETURN (STATUS (MESSAGES))", AclRights.Lookup | AclRights.Read) { Shows = "* STATUS" },
        new("ESEARCH", "ESEARCH IN (mailboxes THEIRS) ALL", AclRights.Lookup | AclRights.Read) { Shows = "* ESEARCH" },
        new("NOTIFY", "NOTIFY SET STATUS (mailboxes THEIRS (MessageNew MessageExpunge))", AclRights.Lookup | AclRights.Read) { Shows = "* STATUS" },
        new("GETQUOTAROOT", "GETQUOTAROOT THEIRS", AclRights.Read),
        new("SETACL", "SETACL THEIRS anyone l", AclRights.Administer),
        new("DELETEACL", "DELETEACL THEIRS anyone", AclRights.Administer),
        new("GETACL", "GETACL THEIRS", AclRights.Administer),
        new("LISTRIGHTS", "LISTRIGHTS THEIRS anyone", AclRights.Administer),
        new("MYRIGHTS", "MYRIGHTS THEIRS", AclRights.None),
        new("GETMETADATA", "GETMETADATA THEIRS /shared/comment", AclRights.Lookup) { Just = AclRights.Lookup | AclRights.Seen },
        new("SETMETADATA", "SETMETADATA THEIRS (/private/comment \"mine\")", AclRights.Lookup) { Just = AclRights.Lookup | AclRights.Post },
        new("SETMETADATA", "SETMETADATA THEIRS (/shared/comment \"ours\")", AclRights.Lookup | AclRights.Write),
        new("LIST", "LIST \"\" THEIRS RETURN (METADATA (/shared/comment))", AclRights.Lookup) { Shows = "* METADATA" },
        new("COPY", "COPY 1 THEIRS", AclRights.Insert) { Open = "INBOX" },
        new("UID COPY", "UID COPY 1:* THEIRS", AclRights.Insert) { Open = "INBOX" },
        new("MOVE", "MOVE 1 THEIRS", AclRights.Insert) { Open = "INBOX" },
        new("UID MOVE", "UID MOVE 1:* THEIRS", AclRights.Insert) { Open = "INBOX" },
        new("REPLACE", "REPLACE 1 THEIRS {10+}\r\nSubject: a", AclRights.Insert) { Open = "INBOX" },
        new("UID REPLACE", "UID REPLACE 1 THEIRS {10+}\r\nSubject: a", AclRights.Insert) { Open = "INBOX" },
        new("APPEND", "APPEND INBOX CATENATE (URL \"/THEIRS/;UID=1\")", AclRights.Read),

        new("RESETKEY", "RESETKEY THEIRS", AclRights.Read),

        new("COPY", "COPY 1 INBOX", AclRights.Read) { Open = "THEIRS" },
        new("MOVE", "MOVE 1 INBOX", MoveFrom) { Open = "THEIRS" },
        new("REPLACE", "REPLACE 1 INBOX {10+}\r\nSubject: a", MoveFrom) { Open = "THEIRS" },
        new("EXPUNGE", "EXPUNGE", AclRights.Read | AclRights.Expunge) { Open = "THEIRS" },
        new("UID EXPUNGE", "UID EXPUNGE 1", AclRights.Read | AclRights.Expunge) { Open = "THEIRS" },
        new("CLOSE", "CLOSE", AclRights.Read | AclRights.Expunge) { Open = "THEIRS", Empties = true },
        new("STORE", "STORE 1 +FLAGS (\\Flagged)", AclRights.Read | AclRights.Write) { Open = "THEIRS" },
        new("STORE", "STORE 1 ANNOTATION (/comment (value.shared \"ours\"))", AclRights.Read | AclRights.Annotate) { Open = "THEIRS" },
        new("STORE", "STORE 1 ANNOTATION (/comment (value.priv \"mine\"))", AclRights.Read) { Open = "THEIRS" },
        new("APPEND", "APPEND THEIRS ANNOTATION (/comment (value.shared \"ours\")) {10+}\r\nSubject: a", AclRights.Insert | AclRights.Annotate | AclRights.Read),
        new("STORE", "STORE 1 +FLAGS ($Word)", AclRights.Read | AclRights.Write) { Open = "THEIRS" },
        new("STORE", "STORE 1 -FLAGS (\\Deleted)", AclRights.Read | AclRights.DeleteMessage) { Open = "THEIRS" },
        new("UID STORE", "UID STORE 1 +FLAGS (\\Seen)", AclRights.Read | AclRights.Seen) { Open = "THEIRS" },
        new("FETCH", "FETCH 1 BODY.PEEK[]", AclRights.Read) { Open = "THEIRS" },
        new("FETCH", "FETCH 1 BODY[]", AclRights.Read | AclRights.Seen) { Open = "THEIRS", Shows = "\\Seen" },
        new("UID FETCH", "UID FETCH 1 FLAGS", AclRights.Read) { Open = "THEIRS" },
        new("SEARCH", "SEARCH ALL", AclRights.Read) { Open = "THEIRS" },
        new("UID SEARCH", "UID SEARCH ALL", AclRights.Read) { Open = "THEIRS" },
        new("SORT", "SORT (DATE) UTF-8 ALL", AclRights.Read) { Open = "THEIRS" },
        new("UID SORT", "UID SORT (DATE) UTF-8 ALL", AclRights.Read) { Open = "THEIRS" },
        new("THREAD", "THREAD REFS UTF-8 ALL", AclRights.Read) { Open = "THEIRS" },
        new("UID THREAD", "UID THREAD REFS UTF-8 ALL", AclRights.Read) { Open = "THEIRS" },
        new("UIDBATCHES", "UIDBATCHES 10", AclRights.Read) { Open = "THEIRS" },
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Matrix.Length)];

    [Fact]
    public void No_command_is_left_out()
    {
        var known = Matrix.Select(static row => row.Verb).Concat(OfNoMailbox).ToHashSet();
        Assert.All(new CommandTable().Entries, entry => Assert.Contains(entry.Verb, known));
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_command_needs_its_rights_and_no_others(int at)
    {
        var row = Matrix[at];
        await using var server = await StartOpenAsync();
        var bob = await server.AddUserAsync(2, "bob@x.test");
        int box = 0;
        foreach (var taken in AclRightsText.Each.Prepend(AclRights.None))
        {
            string name = await NewBoxAsync(server, ++box);
            await GrantAsync(server, name, bob.Id, AclRights.All & ~taken);
            string said = await TellAsync(server, row, name);
            bool allowed = row.Empties ? await CountAsync(server, name) is 0 : IsDone(row, said);
            bool expected = (row.Needs & taken) is AclRights.None;
            Assert.True(allowed == expected, $"{row.Command} without {(taken is AclRights.None ? "nothing" : AclRightsText.LetterOf(taken))} was {(allowed ? "allowed" : "refused")}:\n{said}");
        }

        // With what it needs and nothing else it is allowed too.
        string just = await NewBoxAsync(server, ++box);
        await GrantAsync(server, just, bob.Id, row.Just ?? row.Needs | AclRights.Lookup);
        string enough = await TellAsync(server, row, just);
        Assert.True(row.Empties ? await CountAsync(server, just) is 0 : IsDone(row, enough), $"{row.Command} with just what it needs:\n{enough}");
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Who_has_no_right_hears_what_he_hears_of_nothing(int at)
    {
        var row = Matrix[at];
        await using var server = await StartAsync();
        await server.AddUserAsync(2, "bob@x.test");
        string closed = await NewBoxAsync(server, 1);
        string hidden = await TellAsync(server, row, closed);
        Assert.Equal(await TellAsync(server, row, "Top/Nothing"), hidden.Replace(closed, "Top/Nothing", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Everybody_does_not_mean_those_of_other_tenants(int at)
    {
        var row = Matrix[at];
        await using var server = await StartAsync();
        await server.AddUserAsync(2, "eve@y.test");
        string open = await NewBoxAsync(server, 1);
        await GrantAsync(server, open, null, AclRights.All);
        Assert.Equal(await TellAsync(server, row, "Top/Nothing"), (await TellAsync(server, row, open)).Replace(open, "Top/Nothing", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Rights_taken_meanwhile_count_at_once(int at)
    {
        var row = Matrix[at];
        if (row.Open is not "THEIRS")
            return; // it names the mailbox itself: the first test took its rights just before
        await using var server = await StartAsync();
        var bob = await server.AddUserAsync(2, "bob@x.test");
        string name = await NewBoxAsync(server, 1);
        await GrantAsync(server, name, bob.Id, AclRights.All);
        Assert.Contains("x OK", await AskAsync(server, $"x SELECT {Foreign(name)}"), StringComparison.Ordinal);
        await GrantAsync(server, name, bob.Id, AclRights.None);
        Assert.Contains("y NO [NOPERM]", await AskAsync(server, "y " + row.Command), StringComparison.Ordinal);
    }

    /// <summary>Who is near ann may make and name mailboxes below Top.</summary>
    private static async Task<ImapTestServer> StartOpenAsync()
    {
        var server = await StartAsync();
        await server.ShareAsync("Top", null, "k");
        return server;
    }

    private static async Task<ImapTestServer> StartAsync()
    {
        var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a CREATE Top
            S: a OK *
            """);
        return server;
    }

    private static async Task<string> NewBoxAsync(ImapTestServer server, int number)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"Top/Box{number}");
        await server.Store.Store.Mailboxes.CreateAsync(server.Account.Id, name, SpecialUse.None, CancellationToken.None);
        await GrantAsync(server, name, null, AclRights.None);
        await server.Store.AppendAsync(server.Account.Id, (await server.Store.FindMailboxAsync(server.Account.Id, name)).Id, "Subject: x\r\n\r\nx\r\n", SystemFlags.Deleted);
        return name;
    }

    private static async Task GrantAsync(ImapTestServer server, string name, AccountId? grantee, AclRights rights) => await server.Store.Store.Acl.SetAsync(
        server.Account.Id, (await server.Store.FindMailboxAsync(server.Account.Id, name)).Id, new AclChange(grantee, AclMode.Replace, rights, IsDenial: false), CancellationToken.None);

    private static bool IsDone(Row row, string said) => said.Contains("y OK", StringComparison.Ordinal) && said.Contains(row.Shows, StringComparison.Ordinal);

    private static async Task<int> CountAsync(ImapTestServer server, string name) => (await server.Store.FindMailboxAsync(server.Account.Id, name)).Counters.Messages;

    /// <summary>Runs a row as client 2 and gives all that was said.</summary>
    private static async Task<string> TellAsync(ImapTestServer server, Row row, string name)
    {
        if (row.Open is "INBOX")
            await AskAsync(server, "w APPEND INBOX {10+}\r\nSubject: b");
        string opened = row.Open is { } open ? await AskAsync(server, $"x SELECT {Named(open, name)}") : "x OK";
        if (!opened.Contains("x OK", StringComparison.Ordinal))
            return opened;
        string command = row.Verb is "UID REPLACE" ? row.Command.Replace("UID REPLACE 1", "UID REPLACE " + Last(opened), StringComparison.Ordinal) : row.Command;
        string said = await AskAsync(server, "y " + Named(command, name));
        if (row.Verb is "NOTIFY")
            await AskAsync(server, "z NOTIFY NONE");
        if (row.Open is not null && row.Verb is not "CLOSE")
            await AskAsync(server, "z UNSELECT");
        return said;
    }

    /// <summary>The highest UID of a mailbox just opened.</summary>
    private static string Last(string opened)
    {
        const string Next = "[UIDNEXT ";
        int start = opened.IndexOf(Next, StringComparison.Ordinal) + Next.Length;
        return (int.Parse(opened.AsSpan(start, opened.IndexOf(']', start) - start), CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);
    }

    private static string Named(string text, string name) => text.Replace("THEIRS", Foreign(name), StringComparison.Ordinal).Replace("NEW", Foreign(name) + "New", StringComparison.Ordinal);

    private static string Foreign(string name) => "Users/ann@x.test/" + name;

    private static async Task<string> AskAsync(ImapTestServer server, string command)
    {
        var client = server.Client(2);
        await client.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        var said = new StringBuilder();
        string tag = command[..2];
        while (await client.ReadLineAsync() is { } line)
        {
            said.Append(line).Append('\n');
            if (line.StartsWith(tag, StringComparison.Ordinal))
                break;
        }

        return said.ToString();
    }

    private sealed record Row(string Verb, string Command, AclRights Needs)
    {
        /// <summary>The mailbox that is open.</summary>
        public string? Open { get; init; }

        /// <summary>What is enough, where it needs one right of several.</summary>
        public AclRights? Just { get; init; }

        /// <summary>What it says only who is allowed, where it is OK for all.</summary>
        public string Shows { get; init; } = string.Empty;

        /// <summary>It is OK for all, and empties the mailbox for who is allowed.</summary>
        public bool Empties { get; init; }
    }
}
