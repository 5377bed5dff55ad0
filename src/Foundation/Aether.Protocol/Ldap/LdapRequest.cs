using System.Formats.Asn1;
using System.Text;

namespace Aether.Protocol.Ldap;

/// <summary>The messages of a client. RFC 4511 §4.</summary>
public static class LdapRequest
{
    private const int Version = 3;
    private const string StartTlsName = "1.3.6.1.4.1.1466.20037"; // RFC 4511 §4.14.1

    private static readonly Asn1Tag BindTag = new(TagClass.Application, 0, isConstructed: true);
    private static readonly Asn1Tag UnbindTag = new(TagClass.Application, 2);
    private static readonly Asn1Tag SearchTag = new(TagClass.Application, 3, isConstructed: true);
    private static readonly Asn1Tag CompareTag = new(TagClass.Application, 14, isConstructed: true);
    private static readonly Asn1Tag ExtendedTag = new(TagClass.Application, 23, isConstructed: true);
    private static readonly Asn1Tag Simple = new(TagClass.ContextSpecific, 0);

    /// <summary>Says who we are, with a password. §4.2.</summary>
    public static byte[] Bind(int id, string name, string password) => Message(id, BindTag, writer =>
    {
        writer.WriteInteger(Version);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
        writer.WriteOctetString(Encoding.UTF8.GetBytes(password), Simple);
    });

    /// <summary>Takes leave. §4.3.</summary>
    public static byte[] Unbind(int id)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            writer.WriteNull(UnbindTag);
        }
        return writer.Encode();
    }

    /// <summary>Looks for entries. §4.5.1.</summary>
    /// <param name="limit">Entries that are wanted at most.</param>
    /// <param name="seconds">How long the server may take.</param>
    public static byte[] Search(int id, string searchBase, LdapScope scope, LdapFilter filter, LdapFilterValues values, IReadOnlyList<string> attributes, int limit, int seconds) => Message(id, SearchTag, writer =>
    {
        writer.WriteOctetString(Encoding.UTF8.GetBytes(searchBase));
        writer.WriteEnumeratedValue(scope);
        writer.WriteEnumeratedValue(LdapScope.Base); // 0: neverDerefAliases
        writer.WriteInteger(limit);
        writer.WriteInteger(seconds);
        writer.WriteBoolean(false);
        filter.WriteTo(writer, values);
        using (writer.PushSequence())
        {
            foreach (string attribute in attributes)
                writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
        }
    });

    /// <summary>Asks whether an entry has a value. §4.10.</summary>
    public static byte[] Compare(int id, string name, string attribute, string value) => Message(id, CompareTag, writer =>
    {
        writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
            writer.WriteOctetString(Encoding.UTF8.GetBytes(value));
        }
    });

    /// <summary>Asks for TLS on this connection. §4.14.1.</summary>
    public static byte[] StartTls(int id) => Message(id, ExtendedTag, static writer => writer.WriteOctetString(Encoding.ASCII.GetBytes(StartTlsName), Simple));

    private static byte[] Message(int id, Asn1Tag operation, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(operation))
                write(writer);
        }
        return writer.Encode();
    }
}
