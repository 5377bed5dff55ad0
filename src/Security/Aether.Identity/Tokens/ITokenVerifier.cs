namespace Aether.Identity.Tokens;

/// <summary>Tells whom an access token is for. RFC 6750.</summary>
public interface ITokenVerifier
{
    ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken ct);
}
