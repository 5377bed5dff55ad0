namespace Aether.Storage.Grants;

/// <summary>A program without a browser that waits for its user. RFC 8628.</summary>
/// <param name="Id">Random; one of its kind.</param>
/// <param name="UserCode">What the user types.</param>
/// <param name="Until">It waits no longer.</param>
public sealed record DeviceRow(string Id, string UserCode, string Client, DateTimeOffset Until);
