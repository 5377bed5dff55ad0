namespace Aether.Storage.Messages;

/// <summary>The rows of a mailbox at one moment. Shared between sessions: nobody writes into <paramref name="Rows"/>.</summary>
/// <param name="Rows">By UID.</param>
/// <param name="ModSeq">Ask for changes since this one.</param>
public sealed record MailboxRows(MessageRow[] Rows, ModSeq ModSeq);
