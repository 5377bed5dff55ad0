namespace Aether.Admin.Contracts;

/// <summary>A quota and what of it is used; 0 is no limit.</summary>
public sealed record QuotaView(long Bytes, long Messages, long UsedBytes, long UsedMessages);
