using System.Formats.Asn1;

namespace Aether.Validation.Bimi.Revocation;

/// <summary>Which certificates of its signer a list is about. RFC 5280 §5.2.5.</summary>
/// <param name="Places">Where it is published: it is about certificates that name one of them; null: about all.</param>
/// <param name="IsOfUsers">It leaves out those of authorities.</param>
/// <param name="IsOfAuthorities">It leaves out all others.</param>
internal sealed record ListScope(IReadOnlyList<Uri>? Places, bool IsOfUsers, bool IsOfAuthorities)
{
    private static readonly Asn1Tag Name = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Users = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Authorities = new(TagClass.ContextSpecific, 2);

    public static ListScope All { get; } = new(null, false, false);

    /// <param name="extension">IssuingDistributionPoint.</param>
    /// <returns>Null: it leaves out more, such as some reasons, or is about certificates of others.</returns>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static ListScope? Read(byte[] extension)
    {
        var point = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        var places = point.HasData && point.PeekTag().HasSameClassAndValue(Name) ? DistributionPoints.ReadName(point.ReadSequence(Name)) : null;
        bool ofUsers = ReadFlag(point, Users);
        bool ofAuthorities = ReadFlag(point, Authorities);
        return point.HasData ? null : new ListScope(places, ofUsers, ofAuthorities);
    }

    /// <param name="place">Where it was fetched from, as the certificate names it.</param>
    public bool IsAbout(Uri place, bool isAuthority) => (Places is null || Places.Contains(place)) && !(isAuthority ? IsOfUsers : IsOfAuthorities);

    private static bool ReadFlag(AsnReader point, Asn1Tag tag) => point.HasData && point.PeekTag().HasSameClassAndValue(tag) && point.ReadBoolean(tag);
}
