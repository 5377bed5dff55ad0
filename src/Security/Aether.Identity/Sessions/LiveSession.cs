using System.Net;
using Aether.Identity.Logins;
using Aether.Storage.Logins;

namespace Aether.Identity.Sessions;

/// <summary>One session of this node that somebody is logged in on; disposing it is logging out.</summary>
public sealed class LiveSession : IDisposable
{
    private const int MaxClient = 120;

    private readonly SessionRegistry registry;
    private readonly string protocol;
    private readonly IPAddress peer;
    private readonly ILiveClient session;
    private readonly DateTimeOffset since;
    private string client = "";
    private int ended;

    internal LiveSession(SessionRegistry registry, string id, Login login, SessionFacts facts, DateTimeOffset since)
    {
        (this.registry, Id, Login, this.since) = (registry, id, login, since);
        (protocol, peer, session) = (facts.Protocol, facts.Peer, facts.Client);
        AppEpoch = login.AppEpoch;
    }

    public string Id { get; }

    public Login Login { get; }

    /// <summary>What the client says of itself, as in IMAP's ID; cut where it is long.</summary>
    public string Client
    {
        get => client;
        set => client = new string([.. value.Where(static c => !char.IsControl(c)).Take(MaxClient)]);
    }

    /// <summary>As of which state of the account's app passwords it was looked at.</summary>
    internal long AppEpoch { get; set; }

    /// <summary>What was told of it to other nodes; null: nothing yet.</summary>
    internal SessionRow? Told { get; set; }

    internal SessionRow Row => new(Id, Login.Account, Login.Address, protocol, client, peer.ToString(), since, session.LastHeard);

    /// <summary>Ends it, once.</summary>
    internal void End()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
            session.Revoke();
    }

    public void Dispose() => registry.Leave(this);
}
