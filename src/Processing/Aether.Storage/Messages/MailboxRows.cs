namespace Aether.Storage.Messages;

/// <summary>The rows of a mailbox at one moment. Shared between sessions: who wants to change them takes a fork.</summary>
/// <param name="ModSeq">Ask for changes since this one.</param>
public sealed record MailboxRows(RowPages Rows, ModSeq ModSeq);
