using System.Net;
using Aether.Configuration.Schema;
using Aether.Queue.Settings;
using Aether.Storage.Envelopes;

using QueueAction = Aether.Queue.Settings.RouteAction;

namespace Aether.Host.Composition;

/// <summary>Routes and source pools as the configuration writes them.</summary>
internal static class RouteSetup
{
    public static RouteRule Rule(RouteSettings route, QueueSettings queue) => new(route.RecipientDomain, [.. route.Via.Select(Hop)])
    {
        Action = Enum.Parse<QueueAction>(route.Action.ToString()),
        Recipient = route.Recipient is "*" ? null : route.Recipient,
        Sender = route.Sender is "*" ? null : route.Sender,
        MinSize = route.MinSize.Bytes,
        MaxSize = route.MaxSize.Bytes,
        Priority = route.Priority is RoutePriority.Any ? null : Enum.Parse<QueuePriority>(route.Priority.ToString()),
        Header = route.Header.Length == 0 ? null : route.Header,
        MinAttempts = route.MinAttempts,
        MinAge = route.MinAge,
        IsBalanced = route.Balance,
        Source = Pool(queue, route.Source),
    };

    /// <returns>Null: no pool is named.</returns>
    public static SourcePool? Pool(QueueSettings queue, string name) => name.Length == 0
        ? null
        : new SourcePool(name, [.. queue.Sources.Single(pool => pool.Name == name).Addresses.Select(source => new SourceAddress(IPAddress.Parse(source.Address), source.Hello, source.Weight))]);

    private static NextHop Hop(NextHopSettings hop) => new(hop.Host, hop.Port, Enum.Parse<TlsPolicy>(hop.Tls.ToString()), HopOrigin.Configuration)
    {
        IsLmtp = hop.Protocol is NextHopProtocol.Lmtp,
        Weight = hop.Weight,
        User = hop.User.Length == 0 ? null : hop.User,
        Password = hop.Password,
    };
}
