using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aether.Tls.Acme;

/// <summary>Gets one certificate: orders it, proves that the names are ours, hands in a request, and fetches it. RFC 8555 §7.4, §8.3.</summary>
internal sealed class AcmeOrder(AcmeClient client, AcmeAccountKey key, IProofPresenter proof, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long an authority may take to make up its mind.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="certificateKey">The key that the certificate is to be for, in PEM.</param>
    /// <returns>The certificate with its chain, in PEM.</returns>
    /// <exception cref="AcmeException">There is none.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> names, string certificateKey, CancellationToken ct)
    {
        await client.LoginAsync(ct);
        var place = await client.PlaceAsync("newOrder", ct) ?? throw new AcmeException("The authority takes no orders.");
        var wanted = new JsonObject { ["identifiers"] = new JsonArray([.. names.Select(static name => (JsonNode)new JsonObject { ["type"] = "dns", ["value"] = name })]) };
        var order = await client.PostAsync(place, wanted, ct);
        var address = order.Location ?? throw new AcmeException("The authority says nothing of where the order is.");
        foreach (var authorization in order.Addresses("authorizations"))
            await AuthorizeAsync(authorization, ct);
        order = await UntilAsync(address, static status => status is "ready" or "valid", ct);

        if (order["status"] is "ready")
        {
            await client.PostAsync(new Uri(order["finalize"]), new JsonObject { ["csr"] = Base64Url.EncodeToString(Request(names, certificateKey)) }, ct);
            order = await UntilAsync(address, static status => status is "valid", ct);
        }

        return (await client.AskAsync(new Uri(order["certificate"]), ct)).Text;
    }

    private async Task AuthorizeAsync(Uri address, CancellationToken ct)
    {
        var authorization = await client.AskAsync(address, ct);
        if (authorization["status"] is "valid")
            return; // of an order before
        var (place, token) = Challenge(authorization) ?? throw new AcmeException($"The authority takes no proof by {proof.Type}.");
        var (name, answer) = (NameOf(authorization), key.Authorize(token));
        try
        {
            await proof.PresentAsync(name, token, answer, ct);
            await client.PostAsync(place, new JsonObject(), ct);
            await UntilAsync(address, static status => status is "valid", ct);
        }
        finally
        {
            await proof.WithdrawAsync(name, token, answer);
        }
    }

    /// <summary>What the authorization is about. §7.1.4.</summary>
    private static string NameOf(AcmeAnswer authorization) =>
        authorization.Body.TryGetProperty("identifier", out var identifier) && identifier.TryGetProperty("value", out var value) && value.GetString() is { Length: > 0 } name
            ? name
            : throw new AcmeException("The authority does not say what is to be proven.");

    private (Uri Place, string Token)? Challenge(AcmeAnswer authorization)
    {
        if (!authorization.Body.TryGetProperty("challenges", out var list) || list.ValueKind is not JsonValueKind.Array)
            return null;
        foreach (var challenge in list.EnumerateArray())
        {
            if (challenge.GetProperty("type").GetString() is { } type && type == proof.Type && challenge.GetProperty("token").GetString() is { } token && token.Length > 0 && token.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) // §8.1: the alphabet of base64url, nothing that could lead elsewhere
                return (new Uri(challenge.GetProperty("url").GetString()!), token);
        }
        return null;
    }

    /// <summary>Asks until it has come so far. §7.1.6.</summary>
    private async Task<AcmeAnswer> UntilAsync(Uri address, Func<string, bool> isDone, CancellationToken ct)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            var answer = await client.AskAsync(address, ct);
            string status = answer["status"];
            if (isDone(status))
                return answer;
            if (status is "invalid" or "deactivated" or "expired" or "revoked")
                throw new AcmeException(Reason(answer));
            if (clock.GetElapsedTime(start) > Patience)
                throw new AcmeException($"The authority has not made up its mind about {address} in {Patience.TotalMinutes} minutes.");
            await Task.Delay(Pause, clock, ct);
        }
    }

    private static string Reason(AcmeAnswer answer)
    {
        string detail = Detail(answer.Body);
        if (detail.Length == 0 && answer.Body.TryGetProperty("challenges", out var challenges))
            detail = challenges.EnumerateArray().Select(Detail).FirstOrDefault(static text => text.Length > 0, "");
        return detail.Length > 0 ? $"The authority refused: {detail}" : "The authority refused without a reason.";
    }

    private static string Detail(JsonElement element) =>
        element.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object && error.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "";

    private static byte[] Request(IReadOnlyList<string> names, string certificateKey)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(certificateKey);
        var request = new CertificateRequest("CN=" + names[0], key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSigningRequest();
    }
}
