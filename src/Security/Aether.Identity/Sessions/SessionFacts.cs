using System.Net;

namespace Aether.Identity.Sessions;

/// <summary>What a protocol tells of a session that somebody logged in on.</summary>
/// <param name="Protocol"><c>imap</c>, <c>submission</c> …</param>
/// <param name="LastHeard">When its client was heard last.</param>
/// <param name="End">Ends it, from any thread.</param>
/// <param name="Exempt">It comes from where limits don't count.</param>
public sealed record SessionFacts(string Protocol, IPAddress Peer, Func<DateTimeOffset> LastHeard, Action End, bool Exempt);
