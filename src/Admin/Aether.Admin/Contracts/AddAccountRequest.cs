namespace Aether.Admin.Contracts;

/// <summary>Asks for an account.</summary>
/// <param name="QuotaBytes">Octets it may store; 0: no limit of its own.</param>
public sealed record AddAccountRequest(string Address, string Password, long QuotaBytes)
{
    /// <summary>The password is a hash that another server made.</summary>
    public bool IsHash { get; init; }

    /// <summary>Without the password: this may end in a log.</summary>
    public override string ToString() => Address;
}
