namespace Aether.Validation.Bimi.Revocation;

/// <summary>What is known of the revocation of a certificate.</summary>
internal enum RevocationAnswer
{
    Good,
    Revoked,

    /// <summary>It can't be known now.</summary>
    Unknown,

    /// <summary>It says nowhere where to ask.</summary>
    Unlisted,
}
