using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Aether.Dns.Resolving;

namespace Aether.Http.Guarded;

/// <summary>
/// The one client for addresses that strangers name (case J04): HTTPS only unless what comes is signed, no redirects, the address looked up once and connected to as it
/// was judged, nothing private, bounded in octets and time.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    private readonly GuardedHttpOptions options;
    private readonly IDnsResolver dns;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public GuardedHttp(GuardedHttpOptions options, IDnsResolver dns, TimeProvider clock)
    {
        (this.options, this.dns, this.clock) = (options, dns, clock);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = TimeSpan.Zero,
            MaxResponseHeadersLength = 16, // KiB
            ConnectCallback = ConnectAsync,
        };
        if (options.Roots.Count > 0)
        {
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trusted.CustomTrustStore.AddRange(options.Roots.ToArray());
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trusted };
        }

        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Aether-Mailer", "0.1"));
    }

    public Task<GuardedAnswer> GetAsync(Uri place, CancellationToken ct) => AskAsync(new HttpRequestMessage(HttpMethod.Get, place), ct);

    public Task<GuardedAnswer> PostAsync(Uri place, byte[] body, string mediaType, CancellationToken ct) => AskAsync(
        new HttpRequestMessage(HttpMethod.Post, place) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } } }, ct);

    public void Dispose() => http.Dispose();

    private async Task<GuardedAnswer> AskAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var sent = request;
        if (request.RequestUri is not { Scheme: "https" or "http", UserInfo: "" } place || (place.Scheme == "http" && !options.AllowsPlain))
            return GuardedAnswer.Failed("it is no https address");
        using var patience = new CancellationTokenSource(options.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            string type = answer.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
            if (!answer.IsSuccessStatusCode)
                return new GuardedAnswer((int)answer.StatusCode, type, [], $"it answered {(int)answer.StatusCode}");
            return await ReadAsync(answer, either.Token) is { } body ? new GuardedAnswer((int)answer.StatusCode, type, body, null) : GuardedAnswer.Failed("its answer is too long");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return GuardedAnswer.Failed(failure.GetBaseException().Message) with { IsUntrusted = failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } };
        }
    }

    /// <returns>Null: longer than allowed.</returns>
    private async Task<byte[]?> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        byte[] body = new byte[options.MaxAnswer + 1];
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        return length > options.MaxAnswer ? null : body[..length];
    }

    /// <summary>What was judged is what is connected to: a second look-up might say something else.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = await dns.ResolveAddressesAsync(context.DnsEndPoint.Host, ct);
        var address = found.Records.FirstOrDefault(MayConnect) ?? throw new HttpRequestException($"{context.DnsEndPoint.Host} has no address that may be connected to.");
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayConnect(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return options.AllowedNetworks.Any(network => network.Contains(address)) || !PrivateNetworks.Contains(address);
    }
}
