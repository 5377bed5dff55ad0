namespace Aether.Protocol.Ldap;

/// <summary>How far below its base a search looks. RFC 4511 §4.5.1.2.</summary>
public enum LdapScope
{
    Base = 0,
    One = 1,
    Sub = 2,
}
