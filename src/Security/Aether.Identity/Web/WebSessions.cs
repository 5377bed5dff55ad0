using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aether.Identity.Logins;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Validation.Keys;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>
/// Who sits before the browser, for the minutes that it takes to let a program in: all of it is in a sealed cookie, so that every node knows and none
/// stores. A changed password or a disabled account ends it with the next request.
/// </summary>
public sealed class WebSessions(DirectoryStore directory, KeySealer sealer, TimeProvider clock)
{
    private const string Place = "web-session";

    /// <summary>Forms that were opened before somebody signed in, and sign-ins, are good for so long.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(20);

    private readonly Lazy<byte[]> formKey = new(() => sealer.Derive("web forms"));

    /// <summary>The session of a request; a new one of nobody where there is none that is good.</summary>
    internal WebSession Find(HttpContext context)
    {
        var session = context.Request.Cookies[NameOf(context)] is { Length: < 2000 } text && sealer.Open(text, Place) is { } octets ? Read(Encoding.UTF8.GetString(octets)) : null;
        return session is not null && clock.GetUtcNow() < session.Until ? session : Set(context, WebStage.Nobody, null);
    }

    /// <summary>The account that has signed in; null: none, or not yet.</summary>
    internal async ValueTask<Account?> AccountOfAsync(WebSession session, WebStage stage, CancellationToken ct) =>
        session.Stage == stage && stage is not WebStage.Nobody && await directory.FindAccountAsync(session.Address, ct) is { State: AccountState.Active } account && account.Id == session.Account && account.LoginEpoch == session.Epoch ? account : null;

    /// <summary>Begins a session, under a new id: one that somebody else put into the browser is worth nothing.</summary>
    internal WebSession Set(HttpContext context, WebStage stage, Login? login)
    {
        var session = new WebSession(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), stage, login?.Account ?? new AccountId(0), login?.Address ?? "", login?.Epoch ?? 0, clock.GetUtcNow() + Lasts);
        string text = string.Create(CultureInfo.InvariantCulture, $"{session.Id} {(int)stage} {session.Account.Value} {session.Epoch} {session.Until.ToUnixTimeSeconds()} {session.Address}");
        context.Response.Cookies.Append(NameOf(context), sealer.Seal(Encoding.UTF8.GetBytes(text), Place), new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
        return session;
    }

    /// <summary>What each form of a session carries, and no other page can know.</summary>
    internal string FormToken(WebSession session) => Base64Url.EncodeToString(HMACSHA256.HashData(formKey.Value, Encoding.ASCII.GetBytes(session.Id)));

    internal bool IsFormOf(WebSession session, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(FormToken(session)), Encoding.UTF8.GetBytes(token));

    /// <summary>RFC 6265bis §4.1.3.2: such a name can only be set by this very host over TLS.</summary>
    private static string NameOf(HttpContext context) => context.Request.IsHttps ? "__Host-aether" : "aether";

    private static WebSession? Read(string text)
    {
        string[] parts = text.Split(' ', 6);
        if (parts.Length != 6 || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out int stage) || !long.TryParse(parts[2], CultureInfo.InvariantCulture, out long account)
            || !long.TryParse(parts[3], CultureInfo.InvariantCulture, out long epoch) || !long.TryParse(parts[4], CultureInfo.InvariantCulture, out long until))
            return null;
        return new WebSession(parts[0], (WebStage)stage, new AccountId(account), parts[5], epoch, DateTimeOffset.FromUnixTimeSeconds(until));
    }
}
