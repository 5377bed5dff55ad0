using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks.Http;

/// <summary>A service that is asked by POST with JSON, stage by stage; docs/protocols/hooks.md describes both sides.</summary>
internal sealed class HttpHook(HookOptions options) : IHook, IDisposable
{
    // The operator names the address; a redirect or a proxy of the environment would lead elsewhere (case J04).
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = 64 << 10,
        Timeout = Timeout.InfiniteTimeSpan, // the runner cuts each question off
    };

    public HookOptions Options { get; } = options;

    public ValueTask<HookTransaction> BeginAsync(SmtpSession session, CancellationToken ct) =>
        ValueTask.FromResult<HookTransaction>(new HttpHookTransaction(client, new Uri(Options.Address)));

    public void Dispose() => client.Dispose();
}
