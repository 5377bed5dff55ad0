namespace Aether.Configuration.Schema;

/// <summary>Whether logins by SCRAM are offered. RFC 5802.</summary>
public enum ScramOffer
{
    /// <summary>While every account has the records it takes.</summary>
    Auto,

    /// <summary>Always: an account without records can't log in by it.</summary>
    On,

    Off,
}
