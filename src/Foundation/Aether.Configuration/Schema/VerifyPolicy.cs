namespace Aether.Configuration.Schema;

/// <summary>Who is told which addresses exist. RFC 5321 §7.3.</summary>
public enum VerifyPolicy
{
    Never,
    Logins,
    Always,
}
