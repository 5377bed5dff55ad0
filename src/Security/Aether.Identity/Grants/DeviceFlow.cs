namespace Aether.Identity.Grants;

/// <summary>The times of programs without a browser. RFC 8628 §3.2.</summary>
internal static class DeviceFlow
{
    /// <summary>How long one waits for its user.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>How often it may ask.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
}
