using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Mail that meets all conditions goes this way instead of to the domain's mail exchangers.</summary>
public sealed record RouteSettings
{
    [Setting("Domain of the recipient, *.example.org for all below one, or * for all.", Format = SettingFormat.DomainOrAll)]
    public string RecipientDomain { get; init; } = "*";

    [Setting("Address of the recipient, with * for anything.")]
    public string Recipient { get; init; } = "*";

    [Setting("Address or domain of the sender, with * for anything; \"\" is the null sender of reports.")]
    public string Sender { get; init; } = "*";

    [Setting("Only messages of at least this size.", Min = "0 B", Max = "2 GiB")]
    public ByteSize MinSize { get; init; }

    [Setting("Only messages of at most this size.", Min = "0 B", Max = "2 GiB")]
    public ByteSize MaxSize { get; init; } = ByteSize.FromMiB(2048);

    [Setting("Only messages of this class: any, low, normal or high.")]
    public RoutePriority Priority { get; init; } = RoutePriority.Any;

    [Setting("Only messages with this header field, such as \"X-Class: bulk*\"; empty: any.")]
    public string Header { get; init; } = "";

    [Setting("Only recipients that were tried so often in vain: a fall-back relay.", Min = "0", Max = "1000")]
    public int MinAttempts { get; init; }

    [Setting("Only messages that have been in the queue so long: a fall-back relay.", Min = "0 s", Max = "30 d")]
    public TimeSpan MinAge { get; init; }

    [Setting("deliver (to the hosts of via, or without any to the domain's mail exchangers), discard (drop it, as if delivered) or hold (keep it in the queue until it is released).")]
    public RouteAction Action { get; init; } = RouteAction.Deliver;

    [Setting("Hosts to hand the mail to, in order.")]
    public IReadOnlyList<NextHopSettings> Via { get; init; } = [];

    [Setting("Spread the mail over the hosts by their weight; else each is tried only when those before it fail.")]
    public bool Balance { get; init; }

    [Setting("Name of the queue.sources that connections come from; empty: as queue.source says.")]
    public string Source { get; init; } = "";
}
