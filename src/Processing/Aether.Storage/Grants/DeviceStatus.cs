namespace Aether.Storage.Grants;

/// <summary>What a waiting program is told. RFC 8628 §3.5.</summary>
public enum DeviceStatus
{
    Pending,

    /// <summary>It asks too often.</summary>
    SlowDown,

    Denied,

    /// <summary>It waited too long, or is not known.</summary>
    Expired,

    /// <summary>Its user agreed.</summary>
    Granted,
}
