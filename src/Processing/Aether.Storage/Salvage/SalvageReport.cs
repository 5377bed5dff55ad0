namespace Aether.Storage.Salvage;

/// <summary>What could be brought to safety.</summary>
/// <param name="Messages">Written to the folder of their mailbox.</param>
/// <param name="Found">Written to <c>lost+found</c>: octets without a row that says whose they are.</param>
/// <param name="Unreadable">Messages that rows speak of and whose octets are damaged or gone.</param>
/// <param name="BadPages">Pieces of the database that could not be read.</param>
public sealed record SalvageReport(int Accounts, int Mailboxes, long Messages, long Octets, long Found, long Unreadable, long BadPages);
