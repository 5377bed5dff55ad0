namespace Aether.Protocol.Imap;

/// <summary>Where a client left a mailbox: what it wants to hear is what happened since. RFC 7162 §3.2.5.</summary>
/// <param name="Known">The UIDs it still has; null for all below the next.</param>
public sealed record ResyncPoint(uint UidValidity, long ModSeq, SequenceSet? Known);
