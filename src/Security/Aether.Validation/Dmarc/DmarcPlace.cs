namespace Aether.Validation.Dmarc;

/// <summary>Where the policy for an author was found.</summary>
/// <param name="Domain">Who published it.</param>
/// <param name="Organization">The author's organizational domain.</param>
internal readonly record struct DmarcPlace(string Domain, string Organization, DmarcRecord? Record, bool IsUnknown = false)
{
    /// <summary>A look-up failed for now.</summary>
    public static DmarcPlace Unknown { get; } = new("", "", null, IsUnknown: true);
}
