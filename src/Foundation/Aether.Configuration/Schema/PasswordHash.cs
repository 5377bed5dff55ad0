namespace Aether.Configuration.Schema;

/// <summary>What is kept of a password that somebody chose.</summary>
public enum PasswordHash
{
    /// <summary>A SCRAM record a mechanism: it serves logins that never show the password. RFC 5803.</summary>
    Scram,

    /// <summary>An Argon2id hash: dearer to guess from a stolen copy, and of no use to SCRAM. RFC 9106.</summary>
    Argon2id,
}
