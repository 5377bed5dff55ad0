using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Indicators of those who write to us (BIMI draft).</summary>
public sealed record BimiSettings
{
    [Setting("Look for the indicator (logo) of authors whose mail DMARC passes under a policy of quarantine or reject, and name it to readers in the message. It is fetched from where they say.")]
    public bool Check { get; init; }

    [Setting("Offer only indicators that a certificate (VMC, CMC) of an authority in roots stands behind. Without it anybody shows what he likes, his neighbour's logo too.")]
    public bool RequireCertificate { get; init; } = true;

    [Setting("File with the certificates (PEM) of the authorities that are trusted for indicators; empty: none.")]
    public string Roots { get; init; } = "";

    [Setting("Ask the lists of authorities whether certificates were revoked. require: what can't be asked for now is not offered; prefer: it is; off: nobody is asked.")]
    public RevocationMode Revocation { get; init; } = RevocationMode.Require;
}
