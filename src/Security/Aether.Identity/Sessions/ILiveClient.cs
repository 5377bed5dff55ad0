namespace Aether.Identity.Sessions;

/// <summary>The client of a session that somebody logged in on.</summary>
public interface ILiveClient
{
    /// <summary>When it was heard last.</summary>
    DateTimeOffset LastHeard { get; }

    /// <summary>Ends its session, from any thread.</summary>
    void Revoke();
}
