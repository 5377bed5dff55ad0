using Aether.Protocol.Imap;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>Every command of the table that is about a mailbox, and the rights it needs there. RFC 4314 §4; case I07.</summary>
internal static class AccessMatrix
{
    private const AclRights MoveFrom = AclRights.Read | AclRights.DeleteMessage | AclRights.Expunge;

    /// <summary>They are about the session, the account or names, not about a mailbox.</summary>
    public static readonly string[] OfNoMailbox =
    [
        "CAPABILITY", "NOOP", "LOGOUT", "ID", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE", "UNAUTHENTICATE", "SUBSCRIBE", "UNSUBSCRIBE", "LSUB", "NAMESPACE", "GETQUOTA", "SETQUOTA", "COMPRESS", "IDLE",
        "CHECK", "UNSELECT", "CANCELUPDATE", "GENURLAUTH", "URLFETCH", // their mailboxes are in URLs: UrlAuthTests
    ];

    /// <summary>THEIRS stands for the mailbox of another, NEW for a name beside it.</summary>
    public static readonly AccessRow[] Rows =
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

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Rows.Length)];
}
