namespace Aether.Identity.Tokens;

/// <summary>Sends each token to the verifier of the issuer that it names: what it says of itself decides who looks, never what is believed.</summary>
/// <param name="byIssuer">By the <c>iss</c> of its tokens.</param>
/// <param name="opaque">For tokens that only their issuer can read; null: they are refused.</param>
public sealed class IssuerVerifiers(IReadOnlyDictionary<string, ITokenVerifier> byIssuer, ITokenVerifier? opaque) : ITokenVerifier
{
    public ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken ct)
    {
        if (!JsonWebToken.TryParse(token, out var parsed))
            return opaque?.VerifyAsync(token, ct) ?? ValueTask.FromResult(TokenVerdict.Bad("it is no signed token"));
        return parsed!.Text("iss") is { } issuer && byIssuer.TryGetValue(issuer, out var known) ? known.VerifyAsync(token, ct) : ValueTask.FromResult(TokenVerdict.Bad("it is of another issuer"));
    }
}
