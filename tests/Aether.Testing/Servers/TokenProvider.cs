using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Aether.Testing.Servers;

/// <summary>A provider on the loopback address, with a discovery document, keys, and tokens as good or bad as a test wants them.</summary>
public sealed class TokenProvider : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Dictionary<string, RSA> keys = [];
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TokenProvider()
    {
        Issuer = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        listener.Prefixes.Add(Issuer + "/");
        listener.Start();
        AddKey("one");
        _ = ServeAsync();
    }

    public string Issuer { get; }

    /// <summary>What the discovery document names as its issuer.</summary>
    public string? ClaimedIssuer { get; set; }

    public bool IsBroken { get; set; }

    public int Asked { get; private set; }

    /// <summary>What it answers about a token that is asked for (RFC 7662), by who asks and what about.</summary>
    public Func<string, string, JsonObject> Introspect { get; set; } = static (_, _) => new JsonObject { ["active"] = false };

    public ECDsa Curve => curve;

    public RSA Key(string id) => keys[id];

    public void AddKey(string id) => keys[id] = RSA.Create(2048);

    public void RemoveKey(string id) => keys.Remove(id);

    /// <summary>A token of this provider; <paramref name="change"/> spoils its claims.</summary>
    public string Token(DateTimeOffset now, Action<JsonObject>? change = null, string algorithm = "RS256", string keyId = "one", Func<byte[], byte[]>? sign = null, string type = "at+jwt")
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = "mail",
            ["email"] = "ann@example.test",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        string head = new JsonObject { ["alg"] = algorithm, ["kid"] = keyId, ["typ"] = type }.ToJsonString();
        string body = $"{Encode(Encoding.UTF8.GetBytes(head))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        byte[] octets = Encoding.ASCII.GetBytes(body);
        byte[] signature = sign?.Invoke(octets) ?? keys[keyId].SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{body}.{Encode(signature)}";
    }

    public void Dispose()
    {
        listener.Close();
        curve.Dispose();
        foreach (var key in keys.Values)
            key.Dispose();
    }

    private static string Encode(byte[] octets) => Base64Url.EncodeToString(octets);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                Asked++;
                context.Response.StatusCode = IsBroken ? 503 : 200;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(context.Request.Url!.AbsolutePath switch
                {
                    "/keys" => Keys(),
                    "/introspect" => await AnswerAsync(context.Request),
                    _ => Discovery(),
                }));
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task<string> AnswerAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var form = System.Web.HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        return Introspect(request.Headers["Authorization"] ?? "", form["token"] ?? "").ToJsonString();
    }

    private string Discovery() => new JsonObject { ["issuer"] = ClaimedIssuer ?? Issuer, ["jwks_uri"] = Issuer + "/keys", ["introspection_endpoint"] = Issuer + "/introspect" }.ToJsonString();

    private string Keys()
    {
        var list = new JsonArray();
        foreach (var (id, key) in keys)
        {
            var parameters = key.ExportParameters(false);
            list.Add(new JsonObject { ["kty"] = "RSA", ["kid"] = id, ["use"] = "sig", ["n"] = Encode(parameters.Modulus!), ["e"] = Encode(parameters.Exponent!) });
        }
        var point = curve.ExportParameters(false).Q;
        list.Add(new JsonObject { ["kty"] = "EC", ["kid"] = "curve", ["crv"] = "P-256", ["x"] = Encode(point.X!), ["y"] = Encode(point.Y!) });
        list.Add(new JsonObject { ["kty"] = "oct", ["kid"] = "mac", ["k"] = Encode("a symmetric key of the provider!"u8.ToArray()) });
        return new JsonObject { ["keys"] = list }.ToJsonString();
    }
}
