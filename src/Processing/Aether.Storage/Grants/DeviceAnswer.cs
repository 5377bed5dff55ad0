namespace Aether.Storage.Grants;

/// <summary>What a waiting program is told, with the grant where there is one.</summary>
public sealed record DeviceAnswer(DeviceStatus Status, string? Grant = null);
