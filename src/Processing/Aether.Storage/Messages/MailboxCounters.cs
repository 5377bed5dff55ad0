namespace Aether.Storage.Messages;

/// <summary>The numbers that STATUS and SELECT answer with. RFC 9051 §6.3.11.</summary>
/// <param name="Bytes">Sum of the messages' sizes in octets.</param>
public readonly record struct MailboxCounters(uint UidValidity, Uid UidNext, ModSeq HighestModSeq, int Messages, int Unseen, long Bytes);
