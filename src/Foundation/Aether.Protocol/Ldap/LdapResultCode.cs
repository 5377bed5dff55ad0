namespace Aether.Protocol.Ldap;

/// <summary>The results that somebody here tells apart. RFC 4511, appendix A.</summary>
public enum LdapResultCode
{
    Success = 0,
    SizeLimitExceeded = 4,
    CompareFalse = 5,
    CompareTrue = 6,
    NoSuchAttribute = 16,
    NoSuchObject = 32,
    InappropriateAuthentication = 48,
    InvalidCredentials = 49,
    InsufficientAccessRights = 50,
    UnwillingToPerform = 53,
}
