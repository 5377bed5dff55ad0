namespace Aether.Storage.Messages;

/// <summary>Where appended messages went, in the order given. RFC 4315 §3 APPENDUID.</summary>
public sealed record AppendAllResult(MessageStatus Status, uint UidValidity, IReadOnlyList<Uid> Uids);
