using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>IMAP sessions. RFC 9051 §5.4, RFC 7888.</summary>
public sealed record ImapLimitSettings
{
    [Setting("A command line.", Min = "1 KiB", Max = "10 MiB")]
    public ByteSize Line { get; init; } = ByteSize.FromKiB(64);

    [Setting("A command line before login. RFC 2971 §3.3 lets an ID have 32 KiB.", Min = "512 B", Max = "1 MiB")]
    public ByteSize LineBeforeLogin { get; init; } = ByteSize.FromKiB(40);

    [Setting("A literal that is not a message.", Min = "1 KiB", Max = "64 MiB")]
    public ByteSize Literal { get; init; } = ByteSize.FromKiB(100);

    [Setting("Lines and literals of one command together.", Min = "8 KiB", Max = "256 MiB")]
    public ByteSize Command { get; init; } = ByteSize.FromMiB(1);

    [Setting("Literals of one command.", Min = "1", Max = "100000")]
    public int Literals { get; init; } = 1000;

    [Setting("Open parentheses.", Min = "8", Max = "1000")]
    public int Depth { get; init; } = 100;

    [Setting("Users who may be given rights on one mailbox.", Min = "1", Max = "100000")]
    public int AclEntries { get; init; } = 1000;

    [Setting("Annotations that a mailbox or an account has of one user, or shared. RFC 5464.", Min = "1", Max = "100000")]
    public int MetadataEntries { get; init; } = 100;

    [Setting("An annotation's value; one command is bounded by `command` too.", Min = "64 B", Max = "16 MiB")]
    public ByteSize MetadataSize { get; init; } = ByteSize.FromKiB(64);

    [Setting("Annotations that a message has of one user, or shared. RFC 5257 §4.1 wants 10 or more.", Min = "10", Max = "10000")]
    public int AnnotationEntries { get; init; } = 100;

    [Setting("The value of a message's annotation, as SELECT tells it; `literal` and `command` bound it too. RFC 5257 §4.1 wants 1,024 octets or more.", Min = "1 KiB", Max = "16 MiB")]
    public ByteSize AnnotationSize { get; init; } = ByteSize.FromKiB(64);

    [Setting("Messages that one FETCH, STORE, SEARCH, SORT, THREAD, COPY, MOVE or UID EXPUNGE deals with, as MESSAGELIMIT tells it: of more it does the newest and says so; a COPY is refused. RFC 9738.", Min = "1000", Max = "100000000")]
    public int Messages { get; init; } = 5_000_000;

    [Setting("Messages that one APPEND brings, as SAVELIMIT tells it; `literals` bounds it too. RFC 9738.", Min = "1", Max = "100000")]
    public int Saves { get; init; } = 1000;

    [Setting("Searches of a session whose changes are told, RETURN (UPDATE); of more they are not. RFC 5267.", Min = "1", Max = "1000")]
    public int Contexts { get; init; } = 16;

    [Setting("Messages found that such a search may have; of one with more, changes are not told.", Min = "1000", Max = "10000000")]
    public int ContextMessages { get; init; } = 200_000;

    [Setting("Messages, and ids of others that they refer to, that one THREAD holds in memory; of more it is refused with NO [LIMIT].", Min = "1000", Max = "10000000")]
    public int ThreadIds { get; init; } = 500_000;

    [Setting("Connections of one user from one address.", Min = "1", Max = "1000000")]
    public int PerUserAndAddress { get; init; } = 20;

    [Setting("Errors before login, after which a session is ended.", Min = "1", Max = "1000")]
    public int ErrorsBeforeLogin { get; init; } = 3;

    [Setting("Errors of a session before each reply is delayed by a second.", Min = "1", Max = "1000")]
    public int SoftErrors { get; init; } = 10;

    [Setting("Errors of a session before it is ended.", Min = "1", Max = "1000")]
    public int HardErrors { get; init; } = 20;

    [Setting("Silence before a session is ended. RFC 9051 §5.4 wants 30 minutes or more.", Min = "1 s", Max = "1 d")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    [Setting("Silence before a session that is not logged in is ended.", Min = "1 s", Max = "1 h")]
    public TimeSpan IdleBeforeLogin { get; init; } = TimeSpan.FromSeconds(60);

    [Setting("Time of one search; one that takes longer is refused with NO [LIMIT].", Min = "1 s", Max = "1 h")]
    public TimeSpan Search { get; init; } = TimeSpan.FromSeconds(30);
}
