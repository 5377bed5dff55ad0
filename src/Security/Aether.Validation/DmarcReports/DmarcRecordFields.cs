using System.Globalization;
using Aether.Validation.Reports;

namespace Aether.Validation.DmarcReports;

/// <summary>The fields of one record as they come. RFC 9990 §3.1.1.7.</summary>
internal sealed class DmarcRecordFields
{
    private string signer = "";
    private bool hasPassed;

    public string Source { get; private set; } = "";

    public long Count { get; private set; }

    public string Disposition { get; private set; } = "";

    public bool IsDkimAligned { get; private set; }

    public bool IsSpfAligned { get; private set; }

    public string Author { get; private set; } = "";

    public string SpfDomain { get; private set; } = "";

    /// <summary>Who signed: the author first, then whoever passes, then anybody.</summary>
    public string DkimDomain { get; private set; } = "";

    private int Rank { get; set; } = -1;

    /// <param name="path">Below the record.</param>
    public void Take(List<string> path, string text)
    {
        switch (path)
        {
            case ["row", "source_ip"]:
                Source = ForeignText.Name(text);
                break;
            case ["row", "count"]:
                Count = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 0;
                break;
            case ["row", "policy_evaluated", "disposition"]:
                Disposition = text;
                break;
            case ["row", "policy_evaluated", "dkim"]:
                IsDkimAligned = text == "pass";
                break;
            case ["row", "policy_evaluated", "spf"]:
                IsSpfAligned = text == "pass";
                break;
            case ["identifiers", "header_from"]:
                Author = Name(text);
                break;
            case ["auth_results", "spf", "domain"]:
                SpfDomain = Name(text);
                break;
            case ["auth_results", "dkim", "domain"]:
                signer = Name(text);
                break;
            case ["auth_results", "dkim", "result"]:
                hasPassed = text == "pass";
                break;
        }
    }

    public void EndSignature()
    {
        int rank = (hasPassed ? 2 : 0) + (signer == Author ? 1 : 0);
        if (signer.Length > 0 && rank > Rank)
            (DkimDomain, Rank) = (signer, rank);
        (signer, hasPassed) = ("", false);
    }

    private static string Name(string text) => ForeignText.Name(text);
}
