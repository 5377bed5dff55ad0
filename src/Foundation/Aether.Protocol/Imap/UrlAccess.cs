namespace Aether.Protocol.Imap;

/// <summary>Who may use a URL that carries its own authorization. RFC 4467 §3.</summary>
public enum UrlAccess
{
    /// <summary>Everybody.</summary>
    Anonymous,

    /// <summary>Whoever is logged in.</summary>
    AnyUser,

    /// <summary>One user.</summary>
    User,

    /// <summary>A submission server, for one user's mail.</summary>
    Submit,
}
