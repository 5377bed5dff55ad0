namespace Aether.Storage.Logins;

/// <summary>A password made for one program of an account.</summary>
/// <param name="Name">What its owner calls it; one of its kind in the account.</param>
/// <param name="Records">What it is verified by: opaque here.</param>
/// <param name="Sealed">The password itself, sealed, for mechanisms that need it; null where those are off.</param>
/// <param name="Protocols">Where it may be used, separated by blanks; empty: everywhere.</param>
/// <param name="Networks">Where from, in CIDR form, separated by blanks; empty: from everywhere.</param>
/// <param name="Expires">When it ends; null: it does not.</param>
public sealed record AppPasswordRow(string Name, string Records, string? Sealed, string Protocols, string Networks, DateTimeOffset Created, DateTimeOffset? Expires)
{
    /// <summary>When it was used last, to the hour; null: never.</summary>
    public DateTimeOffset? Used { get; init; }

    /// <summary>Where from, at that time.</summary>
    public string UsedFrom { get; init; } = "";
}
