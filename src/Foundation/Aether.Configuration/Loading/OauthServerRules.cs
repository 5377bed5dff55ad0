using Aether.Configuration.Schema;
using Aether.Configuration.Values;

namespace Aether.Configuration.Loading;

/// <summary>What must hold for our own authorization server.</summary>
internal static class OauthServerRules
{
    private const int MaxId = 64;

    public static IEnumerable<ConfigurationProblem> Check(AuthSettings auth) => [.. Issuer(auth), .. Clients(auth.Server.Clients)];

    /// <summary>RFC 8414 §2: an https address without query and fragment; ours has no path either, so that its document is where all look for it.</summary>
    private static IEnumerable<ConfigurationProblem> Issuer(AuthSettings auth)
    {
        string issuer = auth.Server.Issuer;
        if (issuer.Length == 0)
            yield break;
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) || address.GetLeftPart(UriPartial.Authority) != issuer)
            yield return new("auth.server.issuer", issuer, "write an https address of a host, without a path or a slash at its end");
        if (issuer == auth.Oauth.Issuer)
            yield return new("auth.oauth.issuer", issuer, "name another provider here: this one is our own");
    }

    private static IEnumerable<ConfigurationProblem> Clients(IReadOnlyList<OauthClientSettings> clients)
    {
        for (int i = 0; i < clients.Count; i++)
        {
            if (clients[i].Id.Length is 0 or > MaxId || !clients[i].Id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                yield return new($"auth.server.clients[{i}].id", clients[i].Id, $"write 1 to {MaxId} letters, digits, dots, hyphens or underscores");
            if (clients.Take(i).Any(other => other.Id == clients[i].Id))
                yield return new($"auth.server.clients[{i}].id", clients[i].Id, "choose another: it is taken");
            for (int r = 0; r < clients[i].Redirects.Count; r++)
            {
                if (!RedirectAddress.IsRegistrable(clients[i].Redirects[r]))
                    yield return new($"auth.server.clients[{i}].redirects[{r}]", clients[i].Redirects[r], "write an https address, or one of a scheme with a dot in it, without a fragment");
            }
        }
    }
}
