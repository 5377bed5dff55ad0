using Aether.Identity.Logins;
using Aether.Identity.Sessions;
using Aether.Pop3.Maildrops;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Logins;

/// <summary>Turns the outcome of PASS or AUTH into an open maildrop or a refusal. RFC 1939 §4, RFC 2449 §8, RFC 3206.</summary>
internal static class LoginEnd
{
    public static async ValueTask<Pop3Reply> OfAsync(Pop3Session session, LoginResult result, CancellationToken ct)
    {
        switch (result.Status)
        {
            case LoginStatus.Success:
                return await OpenAsync(session, result.Login!, ct);
            case LoginStatus.Unavailable:
                return Pop3Reply.Unavailable;
            case LoginStatus.BadExchange:
                return Pop3Reply.Error("The exchange is malformed.");
            default:
                // Throttled and refused sound alike: a guesser learns nothing from either.
                if (++session.FailedLogins >= session.Shared.Options.FailuresPerSession)
                    session.IsOver = true;
                return Pop3Reply.Error("AUTH", "Authentication failed.");
        }
    }

    private static async ValueTask<Pop3Reply> OpenAsync(Pop3Session session, Login login, CancellationToken ct)
    {
        var shared = session.Shared;
        if (shared.Backend.Sessions is { } sessions)
        {
            session.Live = sessions.TryEnter(login, new SessionFacts("pop3", session.Peer.Address, session, session.Peer.Exempt));
            if (session.Live is null)
                return Pop3Reply.Error("SYS/TEMP", "Too many sessions.");
        }

        var reply = await OpenMaildropAsync(session, login, ct);
        if (session.Maildrop is null)
        {
            session.Live?.Dispose();
            session.Live = null;
        }
        return reply;
    }

    private static async ValueTask<Pop3Reply> OpenMaildropAsync(Pop3Session session, Login login, CancellationToken ct)
    {
        var shared = session.Shared;
        if (await shared.Locks.TryTakeAsync(login.Account, ct) is not { } hold)
            return Pop3Reply.InUse;
        if (!shared.LoginTimes.TryEnter(login.Account))
        {
            await hold.DisposeAsync();
            return Pop3Reply.Error("LOGIN-DELAY", "You were here a moment ago."); // RFC 2449 §8.1.1
        }

        try
        {
            if (await Maildrop.OpenAsync(session.Store, login.Account, hold, shared.Options.Settings, ct) is { } maildrop)
            {
                session.Open(maildrop);
                return Pop3Reply.Ok($"{maildrop.Total} messages.");
            }
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }

        await hold.DisposeAsync();
        return Pop3Reply.Error("SYS/PERM", "There is no maildrop.");
    }
}
