namespace Aether.Admin.Contracts;

/// <summary>What was written to a backup, or brought back from it.</summary>
/// <param name="Octets">Of messages, before compression.</param>
/// <param name="Damaged">Messages that could not be read when the backup was made, and are not in it.</param>
/// <param name="Refused">Messages that the store refused, for one because an account is over its quota.</param>
public sealed record BackupView(int Domains, int Accounts, int Mailboxes, long Messages, long Queued, long Octets, long Damaged, long Refused);
