using System.Reflection;
using System.Text;
using Aether.Configuration.Schema;
using Aether.Imap.Session;
using Aether.Storage.Quotas;

namespace Aether.Imap.Tests.Session;

/// <summary>
/// The list of capabilities: each has tests that prove it, and is really gone for an account that it is switched off for. RFC 3501 §6.1.1.
/// </summary>
public sealed class CapabilityTests
{
    /// <summary>Their absence is tested where the login is: LoginTests, ReferralTests.</summary>
    private static readonly string[] BeforeLogin = ["SASL-IR", "LOGIN-REFERRALS"];

    /// <summary>They tell of something that has no command of its own.</summary>
    private static readonly string[] OnlyTold = ["RIGHTS=texkn", "I18NLEVEL=1"];

    /// <summary>In INBOX with three messages. Where a part of the answer is not named, it is the OK, or its absence.</summary>
    private static readonly Row[] Rows =
    [
        new("IMAP4rev2", "ENABLE IMAP4rev2") { On = "* ENABLED IMAP4rev2\n", Off = "* ENABLED\n" },
        new("ID", "ID NIL"),
        new("ENABLE", "ENABLE CONDSTORE"),
        new("IDLE", "IDLE\r\nDONE"),
        new("NAMESPACE", "NAMESPACE"),
        new("ACL", "MYRIGHTS INBOX"),
        new("LIST-MYRIGHTS", "LIST \"\" INBOX RETURN (MYRIGHTS)"),
        new("METADATA", "GETMETADATA INBOX /shared/comment"),
        new("LIST-METADATA", "LIST \"\" INBOX RETURN (METADATA (/shared/comment))"),
        new("ANNOTATE-EXPERIMENT-1", "FETCH 3 (ANNOTATION (/comment value))"),
        new("CHILDREN", "LIST \"\" INBOX") { On = "(\\HasNoChildren)", Off = "* LIST () \"/\" \"INBOX\"\n" },
        new("UNSELECT", "UNSELECT"),
        new("UIDPLUS", "UID EXPUNGE 1"),
        new("UIDPLUS", "COPY 3 Archive") { On = "x OK [COPYUID ", Off = "x OK Copied." },
        new("UIDPLUS", "MOVE 3 Archive") { On = "* OK [COPYUID ", Off = "x OK Moved.", Lacks = "COPYUID" },
        new("UIDPLUS", "APPEND INBOX {9+}\r\na: b\r\n\r\nc") { On = "x OK [APPENDUID ", Off = "x OK Appended." },
        new("UIDPLUS", "REPLACE 3 INBOX {9+}\r\na: b\r\n\r\nc") { On = "* OK [APPENDUID ", Off = "x OK Replaced.", Lacks = "APPENDUID" },
        new("MOVE", "MOVE 3 Archive"),
        new("MULTIAPPEND", "APPEND INBOX {9+}\r\na: b\r\n\r\nc {9+}\r\na: b\r\n\r\nc"),
        new("CATENATE", "APPEND INBOX CATENATE (TEXT {9+}\r\na: b\r\n\r\nc)"),
        new("URL-PARTIAL", "APPEND INBOX CATENATE (URL \"/INBOX/;UID=3/;PARTIAL=0.9\")") { Off = "x NO [BADURL " },
        new("URLAUTH", "RESETKEY INBOX"),
        new("URLAUTH=BINARY", "URLFETCH (\"imap://ann%40x.test@mx/INBOX/;UID=3;URLAUTH=anonymous:internal:00\" BINARY)"),
        new("REPLACE", "REPLACE 3 INBOX {9+}\r\na: b\r\n\r\nc"),
        new("COMPRESS=DEFLATE", "COMPRESS DEFLATE"),
        new("SPECIAL-USE", "LIST \"\" Sent") { On = "\\Sent)", Off = "* LIST (\\HasNoChildren) \"/\" \"Sent\"\n" },
        new("SPECIAL-USE", "LIST (SPECIAL-USE) \"\" *"),
        new("CREATE-SPECIAL-USE", "CREATE Important (USE (\\Flagged))"),
        new("LIST-EXTENDED", "LIST () \"\" (INBOX Sent)"),
        new("LIST-STATUS", "LIST \"\" INBOX RETURN (STATUS (MESSAGES))"),
        new("STATUS=SIZE", "STATUS INBOX (SIZE)"),
        new("ESEARCH", "SEARCH RETURN (COUNT) ALL"),
        new("SEARCHRES", "SEARCH RETURN (SAVE) ALL"),
        new("WITHIN", "SEARCH OLDER 10"),
        new("SEARCH=FUZZY", "SEARCH FUZZY SUBJECT x"),
        new("SORT", "SORT (DATE) UTF-8 ALL"),
        new("SORT=DISPLAY", "SORT (DISPLAYFROM) UTF-8 ALL"),
        new("SORT=MODSEQ", "SORT (MODSEQ) UTF-8 ALL"),
        new("SORT=UID", "SORT (UID) UTF-8 ALL"),
        new("ESORT", "SORT RETURN (COUNT) (DATE) UTF-8 ALL"),
        new("CONTEXT=SEARCH", "SEARCH RETURN (UPDATE) ALL"),
        new("CONTEXT=SORT", "SORT RETURN (UPDATE) (DATE) UTF-8 ALL"),
        new("THREAD=REFERENCES", "THREAD REFERENCES UTF-8 ALL"),
        new("THREAD=ORDEREDSUBJECT", "THREAD ORDEREDSUBJECT UTF-8 ALL"),
        new("THREAD=REFS", "THREAD REFS UTF-8 ALL"),
        new("MULTISEARCH", "ESEARCH IN (mailboxes INBOX) ALL"),
        new("UIDBATCHES", "UIDBATCHES 10"),
        new("INPROGRESS", "SEARCH TEXT nothing") { On = "[INPROGRESS ", Off = "x OK", Lacks = "INPROGRESS" },
        new("NOTIFY", "NOTIFY NONE"),
        new("CONDSTORE", "FETCH 3 MODSEQ"),
        new("CONDSTORE", "STATUS INBOX (HIGHESTMODSEQ)"),
        new("QRESYNC", "ENABLE QRESYNC") { On = "* ENABLED QRESYNC\n", Off = "* ENABLED\n" },
        new("OBJECTID", "FETCH 3 EMAILID"),
        new("OBJECTID", "STATUS INBOX (MAILBOXID)"),
        new("BINARY", "FETCH 3 BINARY.PEEK[1]"),
        new("BINARY", "APPEND INBOX ~{9+}\r\na: b\r\n\r\nc"),
        new("PREVIEW", "FETCH 3 PREVIEW"),
        new("SAVEDATE", "FETCH 3 SAVEDATE"),
        new("PARTIAL", "UID FETCH 1:* FLAGS (PARTIAL 1:1)"),
        new("UTF8=ACCEPT", "ENABLE UTF8=ACCEPT") { On = "* ENABLED UTF8=ACCEPT\n", Off = "* ENABLED\n" },
        new("UIDONLY", "ENABLE UIDONLY") { On = "* ENABLED UIDONLY\n", Off = "* ENABLED\n" },
        new("UNAUTHENTICATE", "UNAUTHENTICATE"),
        new("QUOTA", "GETQUOTAROOT INBOX"),
        new("QUOTASET", "SETQUOTA account (MESSAGE 1000)") { Off = "x NO" },
        new("QUOTA=RES-STORAGE", "GETQUOTA domain") { On = "STORAGE", Off = "* QUOTA", Lacks = "STORAGE" },
        new("QUOTA=RES-STORAGE", "STATUS INBOX (DELETED-STORAGE)"),
        new("QUOTA=RES-MESSAGE", "GETQUOTA domain") { On = "MESSAGE", Off = "* QUOTA", Lacks = "MESSAGE" },
        new("QUOTA=RES-MAILBOX", "GETQUOTA account") { On = "MAILBOX", Off = "* QUOTA", Lacks = "MAILBOX" },
        new("MESSAGELIMIT", "FETCH 1:* UID") { On = "x OK [MESSAGELIMIT 2 ", Off = "x OK Fetched." },
        new("SAVELIMIT", "APPEND INBOX {9+}\r\na: b\r\n\r\nc {9+}\r\na: b\r\n\r\nc {9+}\r\na: b\r\n\r\nc") { On = "x NO [MESSAGELIMIT 2]", Off = "x OK" },
    ];

    [Fact]
    public void Each_that_is_told_is_proven_by_tests()
    {
        var proven = typeof(CapabilityTests).Assembly.GetTypes().SelectMany(static type => type.GetCustomAttribute<ProvesAttribute>()?.Capabilities ?? []).ToHashSet(StringComparer.Ordinal);
        string[] told = [.. ImapTestServer.Offered.Split(' ').Select(static name => name.StartsWith("MESSAGELIMIT=", StringComparison.Ordinal) || name.StartsWith("SAVELIMIT=", StringComparison.Ordinal) || name.StartsWith("APPENDLIMIT=", StringComparison.Ordinal) ? name[..name.IndexOf('=', StringComparison.Ordinal)] : name), "LITERAL-"];

        Assert.Equal(told.Order(StringComparer.Ordinal), proven.Order(StringComparer.Ordinal));
        Assert.Superset(OfferedCapabilities.Switchable.ToHashSet(StringComparer.Ordinal), proven);
    }

    [Fact]
    public void Each_has_a_row_here()
    {
        var known = Rows.Select(static row => row.Name).Concat(BeforeLogin).Concat(OnlyTold).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(OfferedCapabilities.Switchable.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_is_refused_where_it_is_switched_off_and_done_where_it_is_not()
    {
        // An account a row that lacks it, and one with everything: the listener is the same.
        var options = ImapTestServer.Options with
        {
            WithoutFor = Rows.Select(static (row, number) => (row, number)).ToDictionary(static entry => $"off{entry.number}@x.test", static entry => (IReadOnlyList<string>)[entry.row.Name]),
            Administrators = Enumerable.Range(0, Rows.Length).SelectMany(static number => new[] { $"off{number}@x.test", $"on{number}@x.test" }).ToHashSet(),
            Limits = new ImapLimitSettings { Messages = 2, Saves = 2 },
            ProgressEvery = TimeSpan.Zero,
            SearchSlice = 1,
        };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: options);
        await server.Store.Store.Quotas.SetAsync(QuotaOwner.Domain, "x.test", new QuotaLimit(1 << 30, 1_000_000), CancellationToken.None);

        var failures = new List<string>();
        for (int number = 0; number < Rows.Length; number++)
        {
            var row = Rows[number];
            string on = await TellAsync(server, 2 + (2 * number), $"on{number}@x.test", row);
            string off = await TellAsync(server, 3 + (2 * number), $"off{number}@x.test", row);
            if (!on.Contains(row.On, StringComparison.Ordinal))
                failures.Add($"{row.Name}, with it:\n{on}");
            if (row.Off is { } expected ? !off.Contains(expected, StringComparison.Ordinal) : off.Contains(row.On, StringComparison.Ordinal))
                failures.Add($"{row.Name}, without it:\n{off}");
            if (row.Lacks is { } lacked && off.Contains(lacked, StringComparison.Ordinal))
                failures.Add($"{row.Name}, without it, tells {lacked}:\n{off}");
        }

        Assert.True(failures.Count is 0, string.Join("\n", failures));
    }

    /// <summary>Runs a row as a new user and gives all that was said.</summary>
    private static async Task<string> TellAsync(ImapTestServer server, int client, string address, Row row)
    {
        var account = await server.AddUserAsync(client, address);
        var inbox = await server.Store.FindMailboxAsync(account.Id, "INBOX");
        for (int i = 0; i < 3; i++)
            await server.Store.AppendAsync(account.Id, inbox.Id, "Subject: x\r\n\r\ntext\r\n");
        await server.Client(client).SendAsync(Encoding.ASCII.GetBytes($"s SELECT INBOX\r\nx {row.Command}\r\n"));
        var said = new StringBuilder();
        bool isSelected = false;
        while (await server.Client(client).ReadLineAsync() is { } line)
        {
            if (isSelected)
                said.Append(line).Append('\n');
            isSelected |= line.StartsWith("s OK", StringComparison.Ordinal);
            if (line.StartsWith("x ", StringComparison.Ordinal))
                break;
        }

        return said.ToString();
    }

    private sealed record Row(string Name, string Command)
    {
        /// <summary>What is said with it.</summary>
        public string On { get; init; } = "x OK";

        /// <summary>What is said without it; null: anything else.</summary>
        public string? Off { get; init; }

        /// <summary>What is not said without it.</summary>
        public string? Lacks { get; init; }
    }
}
