namespace Aether.Admin.Contracts;

/// <summary>An account, with what it holds.</summary>
public sealed record AccountView(string Address, string State, long Messages, long UsedBytes, long QuotaBytes, long QuotaMessages, DateTimeOffset Created);
