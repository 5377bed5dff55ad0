using System.Formats.Asn1;

namespace Aether.Protocol.Ldap;

/// <summary>A part of a filter.</summary>
internal abstract class LdapFilterNode
{
    public abstract bool HasPlaceholder { get; }

    public abstract void WriteTo(AsnWriter writer, LdapFilterValues values);
}
