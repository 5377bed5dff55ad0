using System.Formats.Asn1;

namespace Aether.Protocol.Ldap;

/// <summary>And, or, not. RFC 4511 §4.5.1.7.</summary>
internal sealed class LdapFilterSet(char kind, IReadOnlyList<LdapFilterNode> parts) : LdapFilterNode
{
    public override bool HasPlaceholder => parts.Any(static part => part.HasPlaceholder);

    public override void WriteTo(AsnWriter writer, LdapFilterValues values)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, kind switch { '&' => 0, '|' => 1, _ => 2 }, isConstructed: true);
        if (kind == '!')
        {
            using (writer.PushSequence(tag))
                parts[0].WriteTo(writer, values);
            return;
        }
        using (writer.PushSetOf(tag))
        {
            foreach (var part in parts)
                part.WriteTo(writer, values);
        }
    }
}
