namespace Aether.Storage.Durability;

/// <summary>How large a file system is, and how much of it is free, in octets.</summary>
internal readonly record struct DiskRoom(long Total, long Free);
