using System.Text;
using Aether.Validation.Dkim;

namespace Aether.Validation.Bimi;

/// <summary>An assertion record: where a domain's indicator lies, and the certificate behind it (BIMI draft, "Assertion Record Definition").</summary>
/// <param name="Location">Null: it declines.</param>
/// <param name="Authority">Null: nobody vouches for it.</param>
/// <param name="PrefersPersonal">avp=personal.</param>
public sealed record BimiRecord(Uri? Location, Uri? Authority, bool PrefersPersonal)
{
    /// <summary>Of an address: it has to fit into a line of the header.</summary>
    public const int MaxAddress = 900;

    private const string Number = "BIMI1";

    public bool IsDeclined => Location is null && Authority is null;

    /// <summary>Its version comes first and is ours to the letter; anything else at the name is not looked at.</summary>
    public static bool IsBimi(string text)
    {
        int end = text.IndexOf(';', StringComparison.Ordinal);
        var first = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        int equals = first.IndexOf('=');
        return equals > 0 && first[..equals].Trim(" \t") is "v" && first[(equals + 1)..].Trim(" \t") is Number;
    }

    /// <returns>Null: it can't be used, and <paramref name="problem"/> says why.</returns>
    public static BimiRecord? Parse(string text, out string problem)
    {
        problem = "the record is malformed";
        if (!IsBimi(text) || TagList.Parse(text) is not { } tags)
            return null;
        if (tags["l"] is not { } location)
        {
            problem = "the record has no l=";
            return null;
        }

        if (!TryAddress(location, out var image) || !TryAddress(tags["a"] ?? "", out var authority))
        {
            problem = "an address of the record can't be used";
            return null;
        }

        problem = image is null && authority is not null ? "the record names a certificate and no indicator" : "";
        return problem.Length == 0 ? new BimiRecord(image, authority, tags["avp"] is "personal") : null;
    }

    /// <summary>As it is published.</summary>
    public override string ToString() => $"v={Number}; l={Location?.AbsoluteUri}; a={Authority?.AbsoluteUri};";

    /// <summary>Empty is none; else https and a name of the DNS.</summary>
    private static bool TryAddress(string text, out Uri? address)
    {
        address = null;
        if (text.Length == 0)
            return true;
        return text.Length <= MaxAddress
            && Ascii.IsValid(text)
            && !text.Contains(',', StringComparison.Ordinal) // to be encoded, says the draft
            && Uri.TryCreate(text, UriKind.Absolute, out address)
            && address is { Scheme: "https", UserInfo: "", HostNameType: UriHostNameType.Dns }
            && address.Host.Contains('.', StringComparison.Ordinal)
            && address.AbsoluteUri.Length <= MaxAddress;
    }
}
