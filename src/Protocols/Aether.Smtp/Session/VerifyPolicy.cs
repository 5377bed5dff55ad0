namespace Aether.Smtp.Session;

/// <summary>Who is told by VRFY and EXPN whether an address exists and where it leads: <c>smtp.verify</c>. RFC 5321 §7.3.</summary>
public enum VerifyPolicy
{
    Never,

    /// <summary>Those who have logged in.</summary>
    Logins,
    Always,
}
