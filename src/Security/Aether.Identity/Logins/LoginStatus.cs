namespace Aether.Identity.Logins;

/// <summary>How an attempt to log in ended.</summary>
public enum LoginStatus
{
    Success,

    /// <summary>Unknown user, wrong password, disabled account: a peer can't tell which.</summary>
    BadCredentials,

    /// <summary>Too many failures from this address: try later.</summary>
    Throttled,

    /// <summary>The directory or the machine can't answer now; it says nothing about the credentials.</summary>
    Unavailable,

    /// <summary>The exchange itself was malformed or called off.</summary>
    BadExchange,
}
