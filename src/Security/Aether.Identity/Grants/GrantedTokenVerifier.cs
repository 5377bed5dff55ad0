using Aether.Identity.Tokens;
using Aether.Storage;
using Aether.Storage.Grants;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Grants;

/// <summary>Checks our own access tokens as any provider's are checked, and then whether the grant they are of still holds (case A04).</summary>
public sealed class GrantedTokenVerifier : ITokenVerifier, IDisposable
{
    private readonly JwtVerifier verifier;
    private readonly GrantStore store;
    private readonly TimeProvider clock;

    public GrantedTokenVerifier(KeyRing keys, GrantStore store, OauthOptions options, TimeProvider clock, ILogger<JwtVerifier> logger)
    {
        (this.store, this.clock) = (store, clock);
        // Both clocks are ours, as far as nodes are set to the right time.
        verifier = new JwtVerifier(new TokenOptions(options.Issuer, OauthOptions.Audience, AccessTokens.AddressClaim, [KeyRing.Algorithm]), keys, clock, logger);
    }

    public async ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken ct)
    {
        var verdict = await verifier.VerifyAsync(token, ct);
        if (verdict.Status is not TokenStatus.Good || !JsonWebToken.TryParse(token, out var parsed) || parsed!.Text(AccessTokens.GrantClaim) is not { Length: > 0 } id)
            return verdict.Status is TokenStatus.Good ? TokenVerdict.Bad("it is of no grant") : verdict;
        try
        {
            // One that was revoked was good once: a program that does not know yet guesses nothing.
            return await store.FindAsync(id, ct) is { } state && state.Address == verdict.User && state.Holds(clock.GetUtcNow())
                ? verdict with { Grant = id }
                : new TokenVerdict(TokenStatus.Expired, Reason: "its grant has ended");
        }
        catch (StoreUnavailableException)
        {
            return new TokenVerdict(TokenStatus.Unavailable, Reason: "its grant can't be looked up");
        }
    }

    public void Dispose() => verifier.Dispose();
}
