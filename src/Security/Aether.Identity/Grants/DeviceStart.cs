namespace Aether.Identity.Grants;

/// <summary>What a program without a browser is told to wait with. RFC 8628 §3.2.</summary>
/// <param name="UserCode">What its user types.</param>
/// <param name="Lasts">How long it may wait.</param>
/// <param name="Interval">How often it may ask.</param>
public sealed record DeviceStart(string DeviceCode, string UserCode, TimeSpan Lasts, TimeSpan Interval);
