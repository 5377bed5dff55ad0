using System.Formats.Asn1;

namespace Aether.Protocol.Ldap;

/// <summary>A test of one attribute: a value, parts of one, or that it is there. RFC 4511 §4.5.1.7, RFC 4515 §3.</summary>
internal sealed class LdapFilterItem : LdapFilterNode
{
    private readonly char kind;
    private readonly string attribute;
    private readonly IReadOnlyList<LdapFilterText> pieces;

    private LdapFilterItem(char kind, string attribute, IReadOnlyList<LdapFilterText> pieces) => (this.kind, this.attribute, this.pieces) = (kind, attribute, pieces);

    public override bool HasPlaceholder => pieces.Any(static piece => piece.HasPlaceholder);

    /// <summary>Takes a value apart at its stars.</summary>
    public static LdapFilterItem? TryCreate(char kind, string attribute, string value)
    {
        string[] parts = value.Split('*');
        if (parts.Length > 1 && kind != '=')
            return null;
        var pieces = new List<LdapFilterText>(parts.Length);
        foreach (string part in parts)
        {
            if (!LdapFilterText.TryParse(part, out var piece))
                return null;
            pieces.Add(piece!);
        }
        return new LdapFilterItem(kind, attribute, pieces);
    }

    public override void WriteTo(AsnWriter writer, LdapFilterValues values)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(attribute);
        if (pieces.Count == 2 && pieces.All(static piece => piece.IsEmpty))
        {
            writer.WriteOctetString(name, new Asn1Tag(TagClass.ContextSpecific, 7)); // present
            return;
        }
        if (pieces.Count > 1)
        {
            WriteSubstrings(writer, name, values);
            return;
        }
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, kind switch { '=' => 3, '>' => 5, '<' => 6, _ => 8 }, isConstructed: true)))
        {
            writer.WriteOctetString(name);
            writer.WriteOctetString(pieces[0].Fill(values));
        }
    }

    private void WriteSubstrings(AsnWriter writer, byte[] name, LdapFilterValues values)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4, isConstructed: true)))
        {
            writer.WriteOctetString(name);
            using (writer.PushSequence())
            {
                for (int i = 0; i < pieces.Count; i++)
                {
                    if (!pieces[i].IsEmpty)
                        writer.WriteOctetString(pieces[i].Fill(values), new Asn1Tag(TagClass.ContextSpecific, i == 0 ? 0 : i == pieces.Count - 1 ? 2 : 1));
                }
            }
        }
    }
}
