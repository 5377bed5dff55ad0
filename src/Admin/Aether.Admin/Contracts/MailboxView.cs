namespace Aether.Admin.Contracts;

/// <summary>A mailbox of an account.</summary>
public sealed record MailboxView(string Path, bool Selectable, int Messages, int Unseen, long Bytes);
