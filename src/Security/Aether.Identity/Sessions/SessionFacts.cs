using System.Net;

namespace Aether.Identity.Sessions;

/// <summary>What a protocol tells of a session that somebody logged in on.</summary>
/// <param name="Protocol"><c>imap</c>, <c>submission</c> …</param>
/// <param name="Client">Ends it where it has to.</param>
/// <param name="Exempt">It comes from where limits don't count.</param>
public sealed record SessionFacts(string Protocol, IPAddress Peer, ILiveClient Client, bool Exempt);
