using System.Net;
using System.Threading.RateLimiting;
using Aether.Configuration.Schema;
using Aether.Identity.Bans;
using Aether.Identity.Logins;
using Aether.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aether.Identity.Web;

/// <summary>Stands before all that is under <c>/oauth2</c>: no banned network, no password in the clear, no flood, nothing big, nothing kept by caches.</summary>
public sealed class WebGuard(BanList bans, WebOptions options) : IDisposable
{
    /// <summary>Octets that a request may have.</summary>
    internal const long MaxBody = 32 << 10;

    private readonly PartitionedRateLimiter<IPAddress> rates = PartitionedRateLimiter.Create<IPAddress, IPNetwork>(address => RateLimitPartition.GetFixedWindowLimiter(
        BanNetwork.CustomerOf(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = options.RequestsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>Where a request comes from, as logins name it.</summary>
    public LoginPeer PeerOf(HttpContext context)
    {
        var address = BanNetwork.Plain(context.Connection.RemoteIpAddress!);
        return new LoginPeer(LoginPeer.Web, address, options.IsExempt(address));
    }

    /// <summary>Lets a request on, or answers it.</summary>
    public async ValueTask<object?> PassAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        context.Response.Headers.CacheControl = "no-store"; // RFC 6749 §5.1
        if (context.Connection.RemoteIpAddress is not { } remote)
            return TypedResults.NotFound(); // the local socket is for the command line
        if (bans.IsBanned(remote))
            return Refuse(context, StatusCodes.Status403Forbidden, "Your network may not connect at the moment.");
        if (!IsPrivate(context))
            return Refuse(context, StatusCodes.Status403Forbidden, "This is for https only.");
        if (!options.IsExempt(BanNetwork.Plain(remote)))
        {
            using var permit = rates.AttemptAcquire(BanNetwork.Plain(remote));
            if (!permit.IsAcquired)
            {
                context.Response.Headers.RetryAfter = "60";
                return Refuse(context, StatusCodes.Status429TooManyRequests, "Too many requests: try again in a minute.");
            }
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = MaxBody;
        try
        {
            return await next(call);
        }
        catch (StoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = "30";
            return Refuse(context, StatusCodes.Status503ServiceUnavailable, "The server can't answer at the moment.");
        }
        catch (BadHttpRequestException bad)
        {
            return Refuse(context, bad.StatusCode, "The request can't be read.");
        }
    }

    public void Dispose() => rates.Dispose();

    private bool IsPrivate(HttpContext context) => context.Request.IsHttps || options.Plaintext switch
    {
        PlaintextLogin.Always => true,
        PlaintextLogin.Loopback => IPAddress.IsLoopback(context.Connection.RemoteIpAddress!) && context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local),
        _ => false,
    };

    /// <summary>To a browser as a page, to a program as a line.</summary>
    private static IResult Refuse(HttpContext context, int status, string reason) => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        ? Page.Show(context, status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? "Not now" : "That won't do", Page.Bad(reason), status)
        : Results.Text(reason + "\n", "text/plain", statusCode: status);
}
