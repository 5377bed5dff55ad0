using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Validation.Bimi.Revocation;

/// <summary>Where a certificate says that the lists of its authority are. RFC 5280 §4.2.1.13.</summary>
internal static class DistributionPoints
{
    private const string Oid = "2.5.29.31";
    private const int MaxPlaces = 4;
    private static readonly Asn1Tag Name = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 6);

    /// <returns>Those that can be asked by HTTP and have all that was revoked by the authority itself.</returns>
    public static IReadOnlyList<Uri> Of(X509Certificate2 certificate) => certificate.Extensions[Oid] is { } extension ? Read(extension.RawData) : [];

    /// <summary>Reads an extension; what is malformed names nothing.</summary>
    public static IReadOnlyList<Uri> Read(byte[] extension)
    {
        var places = new List<Uri>();
        try
        {
            var points = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                var named = point.HasData && point.PeekTag() == Name ? ReadName(point.ReadSequence(Name)) : [];
                if (!point.HasData) // neither some reasons only, nor a list that somebody else signs
                    places.AddRange(named);
            }
        }
        catch (AsnContentException)
        {
            return [];
        }

        return [.. places.Distinct().Take(MaxPlaces)];
    }

    /// <param name="choice">DistributionPointName.</param>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static IReadOnlyList<Uri> ReadName(AsnReader choice)
    {
        if (choice.PeekTag() != Name)
            return []; // a name relative to the authority's: nothing to ask by
        var places = new List<Uri>();
        var names = choice.ReadSequence(Name);
        while (names.HasData)
        {
            if (!names.PeekTag().HasSameClassAndValue(Address))
                names.ReadEncodedValue();
            else if (Uri.TryCreate(names.ReadCharacterString(UniversalTagNumber.IA5String, Address), UriKind.Absolute, out var place) && place.Scheme is "http" or "https")
                places.Add(place);
        }

        return places;
    }
}
