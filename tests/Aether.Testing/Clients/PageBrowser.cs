using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Aether.Testing.Clients;

/// <summary>A browser for pages without scripts: it keeps cookies, fills in the forms that it is shown, and follows nothing by itself.</summary>
public sealed partial class PageBrowser : IDisposable
{
    private readonly HttpClient http;

    /// <param name="isTls">The port speaks TLS; its certificate may be anybody's.</param>
    /// <param name="from">An address of the loopback network to come from; null: any.</param>
    public PageBrowser(int port, bool isTls = false, IPAddress? from = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies, ConnectCallback = (target, ct) => ConnectAsync(target.DnsEndPoint.Port, from, ct) };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        http = new HttpClient(handler) { BaseAddress = new Uri($"{(isTls ? "https" : "http")}://127.0.0.1:{port}") };
    }

    /// <summary>What goes along with each request.</summary>
    public HttpRequestHeaders Sends => http.DefaultRequestHeaders;

    public CookieContainer Cookies { get; } = new();

    /// <summary>What is on the screen.</summary>
    public string Text { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last answer sends the browser.</summary>
    public string? Location { get; private set; }

    public HttpResponseHeaders Headers { get; private set; } = null!;

    public Task GetAsync(string path) => ShowAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills in the form that goes to a path (whatever its query), with what it carries along.</summary>
    public Task SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(Text).FirstOrDefault(match => WebUtility.HtmlDecode(match.Groups["action"].Value).Split('?')[0] == path)
            ?? throw new InvalidOperationException($"No form goes to {path}:\n{Text}");
        var hidden = Hidden().Matches(form.Value).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));
        return PostAsync(WebUtility.HtmlDecode(form.Groups["action"].Value), [.. hidden, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
    }

    public Task PostAsync(string path, params KeyValuePair<string, string>[] fields) => ShowAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>Goes where the last answer sends it.</summary>
    public Task FollowAsync() => GetAsync(Location ?? throw new InvalidOperationException($"It leads nowhere: {Status}\n{Text}"));

    /// <summary>As a program: posts fields, and reads JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Json)> CallAsync(string path, string? bearer = null, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    public void Dispose() => http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(int port, IPAddress? from, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ShowAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request);
            (Status, Text, Location, Headers) = (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString, answer.Headers);
        }
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*)">.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Hidden();
}
