using System.Formats.Asn1;

namespace Aether.Validation.Bimi;

/// <summary>Reads the logotype extension of a certificate: the one image of its subject, held in an address of its own. RFC 9399 §4.1, RFC 2397.</summary>
internal static class LogotypeExtension
{
    public const string Oid = "1.3.6.1.5.5.7.1.12";
    private const int MaxHashes = 8;
    private const string Scheme = "data:image/svg+xml";
    private static readonly Asn1Tag Subject = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag Direct = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <returns>Null: it has none that can be read without asking anybody.</returns>
    public static LogotypeImage? Read(byte[] extension)
    {
        try
        {
            var logotypes = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (logotypes.HasData)
            {
                if (logotypes.PeekTag() == Subject)
                    return ReadSubject(logotypes.ReadSequence(Subject)); // explicit: the choice stands inside
                logotypes.ReadEncodedValue();
            }

            return null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static LogotypeImage? ReadSubject(AsnReader info)
    {
        if (info.PeekTag() != Direct)
            return null; // by reference: nothing is fetched for it
        var data = info.ReadSequence(Direct);
        if (!data.HasData || data.PeekTag() != Asn1Tag.Sequence)
            return null;
        var images = data.ReadSequence();
        var details = images.ReadSequence().ReadSequence();
        return images.HasData ? null : ReadDetails(details);
    }

    // LogotypeDetails: mediaType, logotypeHash, logotypeURI.
    private static LogotypeImage? ReadDetails(AsnReader details)
    {
        details.ReadCharacterString(UniversalTagNumber.IA5String);
        var list = details.ReadSequence();
        var hashes = new List<(string, byte[])>();
        while (list.HasData && hashes.Count < MaxHashes)
        {
            var hash = list.ReadSequence();
            string algorithm = hash.ReadSequence().ReadObjectIdentifier();
            hashes.Add((algorithm, hash.ReadOctetString()));
        }

        string address = details.ReadSequence().ReadCharacterString(UniversalTagNumber.IA5String);
        return Decode(address) is { } octets ? new LogotypeImage(octets, hashes) : null;
    }

    private static byte[]? Decode(string address)
    {
        int comma = address.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !address[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            return null;
        byte[] octets = new byte[address.Length - comma];
        return Convert.TryFromBase64Chars(address.AsSpan(comma + 1), octets, out int length) ? octets[..length] : null;
    }
}
