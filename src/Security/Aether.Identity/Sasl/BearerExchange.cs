using System.Text;
using System.Text.Unicode;
using Aether.Identity.Logins;
using Aether.Protocol.Sasl;

namespace Aether.Identity.Sasl;

/// <summary>OAUTHBEARER (RFC 7628), and the older XOAUTH2 of Google and Microsoft: an access token in the place of a password.</summary>
/// <param name="isOlder">It is XOAUTH2.</param>
internal sealed class BearerExchange(Authenticator authenticator, LoginPeer peer, string issuer, bool isOlder) : SaslExchange
{
    private LoginResult? refused;

    public override async ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        if (refused is { } result)
            return SaslStep.End(result); // RFC 7628 §3.2.3: whatever the client said to the reason
        if (response is not { } octets)
            return SaslStep.Ask(ReadOnlyMemory<byte>.Empty);
        if (octets.Length is 0 or > MaxResponse || !Utf8.IsValid(octets.Span))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));

        string message = Encoding.UTF8.GetString(octets.Span);
        if (!(isOlder ? BearerMessage.TryParseXoauth2(message, out var bearer) : BearerMessage.TryParse(message, out bearer)))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));
        var end = await authenticator.VerifyTokenAsync(bearer!.User, bearer.Token, peer, ct);
        if (end.Status is not LoginStatus.BadCredentials)
            return SaslStep.End(end);

        // §3.2.2: the reason as JSON, which tells the client to fetch another token, and where.
        refused = end;
        return SaslStep.Ask(Encoding.UTF8.GetBytes($$"""{"status":"invalid_token","schemes":"bearer","openid-configuration":"{{issuer.TrimEnd('/')}}/.well-known/openid-configuration"}"""));
    }
}
