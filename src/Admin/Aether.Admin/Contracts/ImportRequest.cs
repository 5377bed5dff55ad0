namespace Aether.Admin.Contracts;

/// <summary>Asks to bring mail into an account.</summary>
/// <param name="Source"><c>maildir:/path</c>, <c>mbox:/path</c>, <c>imap://user@host:port</c> or <c>imaps://user@host:port</c>.</param>
/// <param name="Password">Of the account on the other server.</param>
/// <param name="Into">A folder below which all others come; null for none.</param>
/// <param name="AnyCertificate">Take whatever certificate the other server shows.</param>
public sealed record ImportRequest(string Source, string? Password, string? Into, bool AnyCertificate)
{
    /// <summary>The same mail by POP3, <c>pop3://host:port</c> or <c>pop3s://host:port</c>, to keep the ids that its clients know; a user before the host where he has another name there.</summary>
    public string? Pop3 { get; init; }
}
