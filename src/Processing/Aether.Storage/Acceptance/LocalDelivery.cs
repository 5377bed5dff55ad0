namespace Aether.Storage.Acceptance;

/// <summary>One copy of an accepted message for one account.</summary>
/// <param name="Target">The mailbox, or null: INBOX.</param>
/// <param name="Prefix">Return-Path, Delivered-To, Received: the header fields of this copy, CRLF-ended.</param>
public sealed record LocalDelivery(AccountId Account, MailboxId? Target, ReadOnlyMemory<byte> Prefix);
