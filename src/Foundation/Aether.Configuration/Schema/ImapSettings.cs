using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Reading mail over IMAP. RFC 3501, RFC 9051.</summary>
public sealed record ImapSettings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 10_000;

    [Setting("Local part of the account in each domain whose mailboxes are public folders: others see them under Shared/, as far as its rights let them.")]
    public string SharedAccount { get; init; } = "shared";

    [Setting("Accounts that may set quotas, with SETQUOTA. RFC 9208.")]
    public IReadOnlyList<string> Administrators { get; init; } = [];

    [Setting("Accounts and domains whose mail another server holds: whoever logs in is sent there. RFC 2221.")]
    public IReadOnlyList<ImapHomeSettings> Homes { get; init; } = [];

    [Setting("Accounts whose clients stumble over some capability.")]
    public IReadOnlyList<ImapAccountSettings> Accounts { get; init; } = [];

    [Setting("Ports.")]
    public IReadOnlyList<ImapListenerSettings> Listeners { get; init; } =
        [new() { Port = 143 }, new() { Port = 993, Tls = ListenerTls.Implicit }];
}
