using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Aether.Testing.Servers;

/// <summary>An ACME authority on the loopback address that checks what it is sent as RFC 8555 has it, and fails where a test wants it to.</summary>
public sealed class AcmeAuthority : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly HashSet<string> nonces = [];
    private readonly Dictionary<string, ECDsa> accounts = [];
    private readonly Func<string, Task<string?>> ask;
    private readonly TimeProvider clock;
    private readonly ECDsa issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 issuer;
    private string[] names = [];
    private bool isProven;
    private bool isRefused;
    private string? tried; // null: by HTTP
    private byte[]? certificate;

    /// <param name="ask">What the server answers for a token, as by HTTP.</param>
    public AcmeAuthority(Func<string, Task<string?>> ask, TimeProvider clock)
    {
        (this.ask, this.clock) = (ask, clock);
        var request = new CertificateRequest("CN=Test authority", issuerKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        issuer = request.CreateSelfSigned(clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddDays(3650));
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Root = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        listener.Prefixes.Add(Root + "/");
        listener.Start();
        _ = ServeAsync();
    }

    public string Root { get; }

    /// <summary>So many requests are told that their nonce is bad.</summary>
    public int BadNonces { get; set; }

    /// <summary>Customers have to show who they are.</summary>
    public byte[]? CustomerKey { get; set; }

    /// <summary>Renewal is wanted from then on; null: the authority has no opinion.</summary>
    public DateTimeOffset? RenewFrom { get; set; }

    public TimeSpan Life { get; set; } = TimeSpan.FromDays(90);

    public bool IsAway { get; set; }

    public int Issued { get; private set; }

    /// <summary>How a proof other than by HTTP is looked at: its type, the name, and what it has to be answered with.</summary>
    public Func<string, string, string, Task<bool>> Prove { get; set; } = static (_, _, _) => Task.FromResult(false);

    public void Dispose()
    {
        listener.Close();
        issuer.Dispose();
        issuerKey.Dispose();
        foreach (var key in accounts.Values)
            key.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                await AnswerAsync(context);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        string nonce = RandomNumberGenerator.GetHexString(16);
        nonces.Add(nonce);
        response.Headers["Replay-Nonce"] = nonce;
        string path = request.Url!.AbsolutePath;
        using var reader = new StreamReader(request.InputStream);
        string body = await reader.ReadToEndAsync();
        var (status, answer, type) = IsAway ? (503, "{}", "application/problem+json") : request.HttpMethod is "POST" ? await PostAsync(path, body, request.ContentType, response) : Get(path);
        response.StatusCode = status;
        response.ContentType = type;
        if (request.HttpMethod is not "HEAD")
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        response.Close();
    }

    private (int, string, string) Get(string path) => path switch
    {
        "/directory" => Json(new JsonObject { ["newNonce"] = Root + "/nonce", ["newAccount"] = Root + "/account", ["newOrder"] = Root + "/order", ["renewalInfo"] = RenewFrom is null ? null : Root + "/renewal" }),
        "/nonce" => (200, "", "text/plain"),
        _ when path.StartsWith("/renewal/", StringComparison.Ordinal) && RenewFrom is { } from && path.Split('.') is [_, _] => Json(new JsonObject { ["suggestedWindow"] = new JsonObject { ["start"] = from.ToString("O"), ["end"] = from.AddHours(1).ToString("O") } }),
        _ => Problem(404, "malformed", "There is nothing here."),
    };

    private async Task<(int, string, string)> PostAsync(string path, string body, string? type, HttpListenerResponse response)
    {
        if (type is not "application/jose+json")
            return Problem(415, "malformed", "This is no JOSE.");
        var envelope = JsonNode.Parse(body)!;
        var head = JsonNode.Parse(Base64Url.DecodeFromChars(envelope["protected"]!.GetValue<string>()))!;
        if (!nonces.Remove(head["nonce"]!.GetValue<string>()) || BadNonces-- > 0)
            return Problem(400, "badNonce", "This nonce is not good.");
        if (head["url"]!.GetValue<string>() != Root + path || head["alg"]!.GetValue<string>() is not "ES256")
            return Problem(400, "malformed", "This was signed for another place.");
        var key = path is "/account" ? KeyOf(head["jwk"]!) : accounts.GetValueOrDefault(head["kid"]!.GetValue<string>());
        if (key is null || !Verifies(key, envelope))
            return Problem(401, "unauthorized", "The signature does not fit.");
        byte[] payload = Base64Url.DecodeFromChars(envelope["payload"]!.GetValue<string>());
        return path switch
        {
            "/account" => Account(key, JsonNode.Parse(payload)!, response),
            "/order" => Order(JsonNode.Parse(payload)!, response),
            "/order/1" => OrderState(),
            "/authorization/1" => Json(new JsonObject
            {
                ["status"] = isProven ? "valid" : isRefused ? "invalid" : "pending",
                ["identifier"] = new JsonObject { ["type"] = "dns", ["value"] = names[0].StartsWith("*.", StringComparison.Ordinal) ? names[0][2..] : names[0] }, // §7.1.3
                ["wildcard"] = names[0].StartsWith("*.", StringComparison.Ordinal),
                ["challenges"] = new JsonArray(
                    new JsonObject { ["type"] = "dns-01", ["url"] = Root + "/challenge/dns-01", ["token"] = "token_2", ["error"] = isRefused && tried is "dns-01" ? new JsonObject { ["detail"] = "The record is not the right one." } : null },
                    new JsonObject { ["type"] = "tls-alpn-01", ["url"] = Root + "/challenge/tls-alpn-01", ["token"] = "token_3" },
                    new JsonObject { ["type"] = "http-01", ["url"] = Root + "/challenge/1", ["token"] = "token_1", ["error"] = isRefused ? new JsonObject { ["detail"] = "The answer is not the right one." } : null }),
            }),
            "/challenge/1" => await ChallengeAsync(key, null),
            "/challenge/dns-01" or "/challenge/tls-alpn-01" => await ChallengeAsync(key, path[(path.LastIndexOf('/') + 1)..]),
            "/finalize/1" => Finalize(JsonNode.Parse(payload)!),
            "/certificate/1" => (200, PemEncoding.WriteString("CERTIFICATE", certificate) + "\n" + issuer.ExportCertificatePem() + "\n", "application/pem-certificate-chain"),
            _ => Problem(404, "malformed", "There is nothing here."),
        };
    }

    private (int, string, string) Account(ECDsa key, JsonNode wanted, HttpListenerResponse response)
    {
        if (CustomerKey is { } secret)
        {
            // RFC 8555 §7.3.4.
            var binding = wanted["externalAccountBinding"];
            if (binding is null)
                return Problem(403, "externalAccountRequired", "Say who you are.");
            byte[] signed = Encoding.ASCII.GetBytes($"{binding["protected"]!.GetValue<string>()}.{binding["payload"]!.GetValue<string>()}");
            if (!HMACSHA256.HashData(secret, signed).AsSpan().SequenceEqual(Base64Url.DecodeFromChars(binding["signature"]!.GetValue<string>())))
                return Problem(403, "unauthorized", "You are somebody else.");
        }
        accounts[Root + "/account/1"] = key;
        response.Headers["Location"] = Root + "/account/1";
        return Json(new JsonObject { ["status"] = "valid" }, 201);
    }

    private (int, string, string) Order(JsonNode wanted, HttpListenerResponse response)
    {
        names = [.. wanted["identifiers"]!.AsArray().Select(static one => one!["value"]!.GetValue<string>())];
        (isProven, isRefused, certificate) = (false, false, null);
        response.Headers["Location"] = Root + "/order/1";
        var (_, body, type) = OrderState();
        return (201, body, type);
    }

    private (int, string, string) OrderState() => Json(new JsonObject
    {
        ["status"] = certificate is not null ? "valid" : isProven ? "ready" : "pending",
        ["authorizations"] = new JsonArray(Root + "/authorization/1"),
        ["finalize"] = Root + "/finalize/1",
        ["certificate"] = certificate is null ? null : Root + "/certificate/1",
    });

    private async Task<(int, string, string)> ChallengeAsync(ECDsa key, string? type)
    {
        var point = key.ExportParameters(false).Q;
        string thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""")));
        isProven = type is null ? await ask("token_1") == "token_1." + thumbprint : await Prove(type, names[0], (type is "dns-01" ? "token_2." : "token_3.") + thumbprint);
        (isRefused, tried) = (!isProven, type);
        return Json(new JsonObject { ["status"] = "processing" });
    }

    private (int, string, string) Finalize(JsonNode wanted)
    {
        var request = CertificateRequest.LoadSigningRequest(Base64Url.DecodeFromChars(wanted["csr"]!.GetValue<string>()), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var asked = request.CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames();
        if (!isProven || !asked.SequenceEqual(names))
            return Problem(403, "badCSR", "These are other names.");
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        var now = clock.GetUtcNow();
        using var made = request.Create(issuer, now.AddHours(-1), now + Life, RandomNumberGenerator.GetBytes(8));
        certificate = made.RawData;
        Issued++;
        return OrderState();
    }

    private static ECDsa KeyOf(JsonNode jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(jwk["x"]!.GetValue<string>()), Y = Base64Url.DecodeFromChars(jwk["y"]!.GetValue<string>()) },
    });

    private static bool Verifies(ECDsa key, JsonNode envelope) => key.VerifyData(
        Encoding.ASCII.GetBytes($"{envelope["protected"]!.GetValue<string>()}.{envelope["payload"]!.GetValue<string>()}"), Base64Url.DecodeFromChars(envelope["signature"]!.GetValue<string>()), HashAlgorithmName.SHA256);

    private static (int, string, string) Json(JsonObject body, int status = 200) => (status, body.ToJsonString(), "application/json");

    private static (int, string, string) Problem(int status, string type, string detail) =>
        (status, new JsonObject { ["type"] = "urn:ietf:params:acme:error:" + type, ["detail"] = detail }.ToJsonString(), "application/problem+json");
}
