using System.Formats.Asn1;
using System.Text;

namespace Aether.Protocol.Ldap;

/// <summary>One message of a server: an entry, or the result of an operation. RFC 4511 §4.1.1, §4.1.9, §4.5.2.</summary>
/// <param name="Operation">The number of its kind.</param>
/// <param name="Name">The name of the entry, or what the server says beside a result.</param>
/// <param name="Attributes">Of an entry, by name, whatever its case.</param>
public sealed record LdapResponse(int Id, int Operation, LdapResultCode Result, string Name, IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes)
{
    public const int Bind = 1;
    public const int Entry = 4;
    public const int SearchDone = 5;
    public const int Compare = 15;
    public const int Reference = 19;
    public const int Extended = 24;

    private const int MaxAttributes = 200;
    private const int MaxValues = 1000;

    private static readonly Dictionary<string, IReadOnlyList<string>> None = [];

    /// <summary>Reads a whole message; values that are no UTF-8 are left out.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> message, out LdapResponse? response)
    {
        response = null;
        try
        {
            var outer = new AsnReader(message, AsnEncodingRules.BER);
            var body = outer.ReadSequence();
            if (outer.HasData || !body.TryReadInt32(out int id) || id < 0)
                return false;
            var tag = body.PeekTag();
            if (tag is not { TagClass: TagClass.Application, IsConstructed: true })
                return false;
            var operation = body.ReadSequence(tag);
            response = tag.TagValue switch
            {
                Entry => ReadEntry(id, operation),
                Bind or SearchDone or Compare or Extended => ReadResult(id, tag.TagValue, operation),
                Reference => new LdapResponse(id, Reference, LdapResultCode.Success, "", None),
                _ => null,
            };
            return response is not null;
        }
        catch (Exception malformed) when (malformed is AsnContentException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static LdapResponse? ReadResult(int id, int kind, AsnReader reader)
    {
        int code = (int)reader.ReadEnumeratedValue<LdapResultCode>();
        _ = reader.ReadOctetString();
        string said = Encoding.UTF8.GetString(reader.ReadOctetString());
        return new LdapResponse(id, kind, (LdapResultCode)code, said, None);
    }

    private static LdapResponse? ReadEntry(int id, AsnReader reader)
    {
        string name = Encoding.UTF8.GetString(reader.ReadOctetString());
        var attributes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var list = reader.ReadSequence();
        while (list.HasData && attributes.Count < MaxAttributes)
        {
            var one = list.ReadSequence();
            string kind = Encoding.UTF8.GetString(one.ReadOctetString());
            var set = one.ReadSetOf(skipSortOrderValidation: true);
            var values = new List<string>();
            while (set.HasData && values.Count < MaxValues)
            {
                byte[] value = set.ReadOctetString();
                if (System.Text.Unicode.Utf8.IsValid(value))
                    values.Add(Encoding.UTF8.GetString(value));
            }
            attributes[kind] = values;
        }
        return new LdapResponse(id, Entry, LdapResultCode.Success, name, attributes);
    }
}
