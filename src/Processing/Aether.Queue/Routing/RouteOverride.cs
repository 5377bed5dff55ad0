using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;

namespace Aether.Queue.Routing;

/// <summary>
/// What stands with a queued recipient that does not go its usual way: a host, as <c>smtp://HOST:PORT?tls=required</c>,
/// <c>lmtp://HOST:PORT</c> or <c>lmtp:unix:PATH</c>, or that it is to be returned.
/// </summary>
/// <param name="Rule">Where it goes; null: it is returned.</param>
/// <param name="Verdict">What its sender is told; null: it goes on. Without both it goes its usual way, and no rule holds it again.</param>
public sealed record RouteOverride(RouteRule? Rule, SmtpReply? Verdict)
{
    /// <summary>An operator returns it to its sender.</summary>
    public const string Bounce = "bounce";

    /// <summary>It was at this address before. RFC 5321 §6.3.</summary>
    public const string Loop = "loop";

    /// <summary>A rule has held it once; its usual way otherwise.</summary>
    public const string Released = "released";

    private const string SocketScheme = "lmtp:unix:";

    private static readonly SmtpReply Returned = new(554, new(5, 7, 1), "The operator of the mail system has taken the message off its way");
    private static readonly SmtpReply Looped = new(554, new(5, 4, 6), "The message was at this address before: forwarding goes round in a circle");

    public static bool TryParse(string text, [NotNullWhen(true)] out RouteOverride? parsed)
    {
        parsed = text switch
        {
            Bounce => new RouteOverride(null, Returned),
            Loop => new RouteOverride(null, Looped),
            Released => new RouteOverride(null, null),
            _ => ParseHop(text) is { } hop ? new RouteOverride(new RouteRule("*", [hop]), null) : null,
        };
        return parsed is not null;
    }

    private static NextHop? ParseHop(string text)
    {
        if (text.StartsWith(SocketScheme, StringComparison.Ordinal))
            return text.Length > SocketScheme.Length ? new NextHop(text["lmtp:".Length..], 0, TlsPolicy.None, HopOrigin.Configuration) { IsLmtp = true } : null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri is not { Scheme: "smtp" or "lmtp", UserInfo: "", AbsolutePath: "" or "/", Fragment: "" } || uri.Host.Length == 0)
            return null;
        bool lmtp = uri.Scheme == "lmtp";
        var tls = TlsPolicy.Opportunistic;
        if (uri.Query.Length > 0 && !(uri.Query.StartsWith("?tls=", StringComparison.Ordinal) && TryParseTls(uri.Query[5..], out tls)))
            return null;
        return new NextHop(uri.IdnHost.Trim('[', ']').ToLower(CultureInfo.InvariantCulture), uri.Port > 0 ? uri.Port : lmtp ? 24 : 25, tls, HopOrigin.Configuration) { IsLmtp = lmtp };
    }

    private static bool TryParseTls(string name, out TlsPolicy tls) => Enum.TryParse(name, ignoreCase: true, out tls) && !char.IsAsciiDigit(name[0]) && tls <= TlsPolicy.Implicit;
}
