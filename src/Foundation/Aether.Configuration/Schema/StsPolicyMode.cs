namespace Aether.Configuration.Schema;

/// <summary>What senders are told to do who can't bring our domains mail over TLS. RFC 8461 §5.</summary>
public enum StsPolicyMode
{
    /// <summary>Nothing: there is no policy.</summary>
    Off,

    /// <summary>That there is none any more: for the time that the last one may be kept.</summary>
    None,

    /// <summary>To report it.</summary>
    Testing,

    /// <summary>To keep the mail back.</summary>
    Enforce,
}
