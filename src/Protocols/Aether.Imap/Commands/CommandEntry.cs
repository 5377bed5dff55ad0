using Aether.Imap.Selected;
using Aether.Imap.Session;

namespace Aether.Imap.Commands;

/// <summary>One row of the command table: the verb, where it is allowed, who does it, and what news may precede its reply.</summary>
internal sealed record CommandEntry(string Verb, SessionState AllowedIn, IImapCommand Command, News News = News.All)
{
    /// <summary>What the verbs begin with that name messages by UID.</summary>
    public const string ByUid = "UID ";

    /// <summary>How it names messages.</summary>
    public Numbering Numbering { get; } = Verb.StartsWith(ByUid, StringComparison.Ordinal) ? Numbering.Uid : Numbering.Sequence;

    /// <summary>It names messages by their numbers, which a client of UIDONLY has given up. RFC 9586 §3.</summary>
    public bool NeedsNumbers => Verb is "FETCH" or "STORE" or "SEARCH" or "SORT" or "THREAD" or "COPY" or "MOVE" or "REPLACE";

    /// <summary>It takes hardly longer than to hand it to another thread, or does so itself where there is more to do.</summary>
    public bool IsShort => Verb is "FETCH" or "UID FETCH" or "STORE" or "UID STORE" or "COPY" or "UID COPY" or "MOVE" or "UID MOVE" or "NOOP" or "IDLE" or "CHECK";

    /// <summary>Where this is switched off, there is no such command.</summary>
    public string? Capability { get; init; }
}
