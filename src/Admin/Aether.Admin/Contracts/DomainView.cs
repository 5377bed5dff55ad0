namespace Aether.Admin.Contracts;

/// <summary>A domain this server takes mail for.</summary>
/// <param name="Tenant">Whose it is, or null.</param>
/// <param name="Quota">What its accounts may store together, or null.</param>
public sealed record DomainView(string Name, string? CatchAll, string? Tenant, QuotaView? Quota)
{
    /// <summary>What passwords of its accounts open, where nothing is said for an account: <c>everywhere</c> or <c>web</c>.</summary>
    public string PasswordUse { get; init; } = PasswordUseRequest.Everywhere;
}
