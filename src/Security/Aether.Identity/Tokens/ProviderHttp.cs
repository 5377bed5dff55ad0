namespace Aether.Identity.Tokens;

/// <summary>How other providers are asked: the operator has named them, so they may lie in our own network; nothing they answer leads anywhere else.</summary>
internal static class ProviderHttp
{
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5), UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
}
