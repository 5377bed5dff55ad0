namespace Aether.Admin.Contracts;

/// <summary>An account, with what it holds.</summary>
public sealed record AccountView(string Address, string State, long Messages, long UsedBytes, long QuotaBytes, long QuotaMessages, DateTimeOffset Created)
{
    /// <summary>What its own password opens: <c>everywhere</c> or <c>web</c>.</summary>
    public string PasswordUse { get; init; } = PasswordUseRequest.Everywhere;
}
