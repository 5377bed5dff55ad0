using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>What IMAP does not offer to one account, for the sake of its client.</summary>
public sealed record ImapAccountSettings
{
    [Setting("The account's address.")]
    public string Address { get; init; } = "";

    [Setting("Capabilities that are not offered to it, such as CONDSTORE.")]
    public IReadOnlyList<string> Without { get; init; } = [];
}
