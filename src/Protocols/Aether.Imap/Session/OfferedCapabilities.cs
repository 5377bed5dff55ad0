using System.Collections.Frozen;
using Aether.Imap.Wire;

namespace Aether.Imap.Session;

/// <summary>What a listener offers: all that the engine can, less what its configuration switches off. Each item has its transcript. RFC 3501 §7.2.1.</summary>
internal sealed class OfferedCapabilities
{
    /// <summary>In the order shown; <c>LITERAL+</c> stands for whichever of the two is offered. RFC 7888 §5.</summary>
    private static readonly string[] All =
    [
        "IMAP4rev1", "IMAP4rev2", "LITERAL+", "SASL-IR", "ID", "ENABLE", "IDLE", "NAMESPACE", "ACL", "RIGHTS=texkn", "LIST-MYRIGHTS", "METADATA", "LIST-METADATA", "ANNOTATE-EXPERIMENT-1", "CHILDREN", "UNSELECT", "UIDPLUS", "MOVE", "MULTIAPPEND", "CATENATE", "URL-PARTIAL", "URLAUTH", "URLAUTH=BINARY", "REPLACE", "COMPRESS=DEFLATE", "SPECIAL-USE", "CREATE-SPECIAL-USE",
        "LIST-EXTENDED", "LIST-STATUS", "STATUS=SIZE", "ESEARCH", "SEARCHRES", "WITHIN", "SEARCH=FUZZY", "SORT", "SORT=DISPLAY", "SORT=MODSEQ", "SORT=UID", "ESORT", "CONTEXT=SEARCH", "CONTEXT=SORT", "THREAD=REFERENCES", "THREAD=ORDEREDSUBJECT", "THREAD=REFS", "MULTISEARCH", "UIDBATCHES", "INPROGRESS", "NOTIFY", "CONDSTORE", "QRESYNC", "OBJECTID", "BINARY", "PREVIEW", "SAVEDATE", "PARTIAL", "UTF8=ACCEPT", "UIDONLY", "UNAUTHENTICATE",
        "QUOTA", "QUOTASET", "QUOTA=RES-STORAGE", "QUOTA=RES-MESSAGE", "QUOTA=RES-MAILBOX", "MESSAGELIMIT", "SAVELIMIT", "LOGIN-REFERRALS",
        "I18NLEVEL=1", // SEARCH, SORT and THREAD compare as i;unicode-casemap: RFC 5255 §4.4
    ];

    private readonly FrozenSet<string> names;
    private readonly string line;

    public OfferedCapabilities(ImapOptions options)
    {
        var off = options.Without.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        var offered = All.Where(name => !off.Contains(name)).ToList();
        names = offered.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        var shown = offered.Select(name => name switch
        {
            "LITERAL+" when options.MaxPlainLiteral < long.MaxValue => "LITERAL-",
            "MESSAGELIMIT" => $"MESSAGELIMIT={options.Limits.Messages}", // RFC 9738 §3
            "SAVELIMIT" => $"SAVELIMIT={Math.Min(options.Limits.Saves, options.Limits.Literals)}",
            _ => name,
        });
        line = "CAPABILITY " + string.Join(' ', shown) + $" APPENDLIMIT={options.MaxMessageSize}"; // RFC 7889 §3
    }

    /// <summary>Names that may be switched off.</summary>
    public static IReadOnlyList<string> Switchable { get; } = [.. All.Where(static name => name is not "IMAP4rev1" and not "LITERAL+")];

    public bool Has(string name) => names.Contains(name);

    public string Of(ImapSession session) => session.Login is not null
        ? line
        : line + (session.Connection.CanStartTls ? " STARTTLS" : string.Empty) + (session.TakesPasswords ? MechanismsOf(session) : " LOGINDISABLED");

    private static string MechanismsOf(ImapSession session) => string.Concat(session.Shared.Mechanisms.Offered(session.Channel).Select(static name => " AUTH=" + name));
}
