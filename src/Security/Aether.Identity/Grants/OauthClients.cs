using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Aether.Configuration.Values;
using Aether.Storage.Accounts;
using Aether.Storage.Grants;

namespace Aether.Identity.Grants;

/// <summary>The programs that users may let in: well-known ones, those of the configuration, and those that registered themselves.</summary>
public sealed class OauthClients(GrantStore store, OauthOptions options, TimeProvider clock)
{
    private const int MaxName = 100;
    private const int MaxRedirects = 10;

    /// <summary>
    /// Mail programs that wait for their user on a port of the loopback address (RFC 8252 §7.3) or by a device code (RFC 8628). There is nothing to prove a
    /// program by: an id is a name to show, and who uses another's can send users to their own machine only.
    /// </summary>
    private static readonly OauthClient[] WellKnown =
    [
        new("thunderbird", "Thunderbird", ["https://localhost"]), new("evolution", "Evolution", []), new("kmail", "KMail", []), new("geary", "Geary", []), new("mutt", "Mutt", []),
        new("neomutt", "NeoMutt", []), new("aerc", "aerc", []), new("himalaya", "Himalaya", []), new("isync", "isync", []), new("offlineimap", "OfflineIMAP", []), new("msmtp", "msmtp", []),
        new("email-oauth2-proxy", "Email OAuth 2.0 Proxy", ["https://localhost"]), new("mail", "A mail program", []),
    ];

    private readonly FrozenDictionary<string, OauthClient> known = WellKnown.Concat(options.Clients).DistinctBy(static client => client.Id).ToFrozenDictionary(static client => client.Id, StringComparer.Ordinal);

    public async ValueTask<OauthClient?> FindAsync(string id, CancellationToken ct)
    {
        if (known.TryGetValue(id, out var client))
            return client;
        return id.Length is > 0 and <= MaxName && options.Registration && await store.FindClientAsync(id, ct) is { } row ? new OauthClient(row.Id, row.Name, row.Redirects) { IsUnknown = true } : null;
    }

    /// <summary>Registers a program. RFC 7591 §3.</summary>
    /// <returns>The program, or what is wrong.</returns>
    public async Task<(OauthClient? Client, string Problem)> RegisterAsync(string name, IReadOnlyList<string> redirects, CancellationToken ct)
    {
        if (redirects.Count > MaxRedirects || redirects.FirstOrDefault(static one => !RedirectAddress.IsRegistrable(one) && !RedirectAddress.IsLoopback(one)) is not null)
            return (null, "invalid_redirect_uri");
        if (name.Length > MaxName || name.Any(static c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate))
            return (null, "invalid_client_metadata");
        var row = new OauthClientRow("r-" + RandomNumberGenerator.GetHexString(24, lowercase: true), name.Length == 0 ? "A program without a name" : name, redirects, clock.GetUtcNow());
        return await store.AddClientAsync(row, options.MaxRegistered, ct) is DirectoryResult.Done ? (new OauthClient(row.Id, row.Name, row.Redirects) { IsUnknown = true }, "") : (null, "temporarily_unavailable");
    }
}
