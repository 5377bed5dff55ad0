using Aether.Protocol.Smtp;
using Aether.Queue.Settings;

namespace Aether.Queue.Routing;

/// <summary>The hosts for a domain in the order to try them, or why there are none.</summary>
/// <param name="Failure">Temporary or permanent by its code; null when there are hosts.</param>
public sealed record Route(IReadOnlyList<NextHop> Hops, SmtpReply? Failure)
{
    /// <summary>DNSSEC vouches for it that these are the hosts of the domain.</summary>
    public bool IsAuthentic { get; init; }

    public static Route Fail(int code, EnhancedStatus status, string text) => new([], new SmtpReply(code, status, text));
}
