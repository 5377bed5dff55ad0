using System.Net;
using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Delivery to other servers.</summary>
public sealed record QueueSettings
{
    [Setting("Name of this node where one is to be drained; empty: the machine's.")]
    public string Node { get; init; } = "";

    [Setting("Deliveries at a time, all destinations together.", Min = "1", Max = "10000")]
    public int MaxDeliveries { get; init; } = 100;

    [Setting("Port of the mail exchangers of other domains: 25, unless you test.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("Compare certificates of mail exchangers with their TLSA records; needs a resolver that validates. RFC 7672.")]
    public bool Dane { get; init; } = true;

    [Setting("Keep to the policies that domains publish for those who bring them mail. RFC 8461.")]
    public bool MtaSts { get; init; } = true;

    [Setting("Bring mail of users whose header says \"TLS-Required: No\" also where TLSA records or policies forbid it, in the clear if need be. RFC 8689.")]
    public bool TlsOptional { get; init; } = true;

    [Setting("Port that such policies are fetched from: 443, unless you test.", Min = "1", Max = "65535")]
    public int PolicyPort { get; init; } = 443;

    [Setting("Pools of addresses that deliveries go out from.")]
    public IReadOnlyList<SourceSettings> Sources { get; init; } = [];

    [Setting("Name of the pool for mail whose route names none; empty: the system chooses.")]
    public string Source { get; init; } = "";

    [Setting("When mail is tried again, where that is not as for all; the first that fits counts.")]
    public IReadOnlyList<RetrySettings> Retries { get; init; } = [];

    [Setting("What providers want of those who send them mail.")]
    public IReadOnlyList<ProfileSettings> Profiles { get; init; } = [];

    [Setting("Time for which an address is left alone whose server says that it does not exist; 0 s: not at all.", Min = "0 s", Max = "365 d")]
    public TimeSpan SuppressFor { get; init; }

    [Setting("Sender addresses that name the recipient (VERP).")]
    public VerpSettings Verp { get; init; } = new();

    [Setting("How long a connection to another server waits for the next message; 0 s: not at all.", Min = "0 s", Max = "5 min")]
    public TimeSpan KeepOpen { get; init; } = TimeSpan.FromSeconds(2);

    [Setting("Private networks that mail exchangers found by DNS may lie in. Hosts named in routes may lie anywhere.")]
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];
}
