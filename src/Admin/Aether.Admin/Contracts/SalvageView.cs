namespace Aether.Admin.Contracts;

/// <summary>What could be saved of a damaged store.</summary>
/// <param name="Messages">Exported to the folder of their mailbox.</param>
/// <param name="Found">Exported to lost+found: nothing says whose they are.</param>
/// <param name="Unreadable">Messages whose octets are damaged or gone.</param>
/// <param name="BadPages">Pieces of the database that could not be read.</param>
public sealed record SalvageView(int Accounts, int Mailboxes, long Messages, long Octets, long Found, long Unreadable, long BadPages);
