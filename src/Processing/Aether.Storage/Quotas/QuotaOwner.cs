namespace Aether.Storage.Quotas;

/// <summary>Whose quota it is. The number is written down.</summary>
public enum QuotaOwner
{
    Account = 0,

    /// <summary>All accounts of a domain together.</summary>
    Domain = 1,

    /// <summary>All accounts of a tenant's domains together.</summary>
    Tenant = 2,
}
