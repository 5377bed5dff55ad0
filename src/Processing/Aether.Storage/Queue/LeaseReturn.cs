namespace Aether.Storage.Queue;

/// <summary>A lease that is given back without an outcome.</summary>
public readonly record struct LeaseReturn(RecipientId Id, long Lease);
