using System.Globalization;
using System.Text;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.Validation.Arc;

/// <summary>Adds our set to the chain of a message that goes on to somebody else. RFC 8617 §5.1.</summary>
public static class ArcSealer
{
    /// <param name="header">The header as the next hop will see it, without our own results field, which stands in the set.</param>
    /// <param name="bodyHash">Of the relaxed form of the whole body.</param>
    /// <param name="results">What Authentication-Results says: our name, a semicolon, the results.</param>
    /// <param name="chain">What the chain was worth when it came.</param>
    /// <returns>The three fields, CRLF-ended, the seal first; empty when a broken or full chain is not to be prolonged.</returns>
    public static string Seal(HeaderBlock header, byte[] bodyHash, string results, ArcOutcome chain, DkimSigningKey key, DateTimeOffset now)
    {
        int instance = chain.Instance + 1;

        // RFC 8617 §5.1: a failed chain may be marked so or left alone; nothing behind it could ever pass again.
        if (chain.Result is ArcResult.Fail or ArcResult.TempError || instance > ArcReader.MaxInstance || ArcReader.Read(header, new DkimLimits(), out _) is not { } sets)
            return "";
        var added = $"ARC-Authentication-Results: i={instance}; {results.Trim()}\r\n";
        var names = DkimSigner.NamesFor(header);
        names.AddRange(Enumerable.Repeat("DKIM-Signature", header.Count("DKIM-Signature")));
        var value = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $" i={instance}; a={key.AlgorithmName}; c=relaxed/relaxed; d={key.Domain};\r\n\ts={key.Selector}; t={now.ToUnixTimeSeconds()};\r\n\th=")
            .Append(DkimSigner.Fold(names)).Append(";\r\n\tbh=").Append(Convert.ToBase64String(bodyHash)).Append(";\r\n\tb=");
        var message = DkimSigner.Finish("ARC-Message-Signature", value, header, names, key);
        return SealField(sets, added, message, instance, key, now) + message + added;
    }

    private static string SealField(List<ArcSet> sets, string results, string message, int instance, DkimSigningKey key, DateTimeOffset now)
    {
        var hash = new HeaderHash(Canonicalization.Relaxed);
        foreach (var set in sets)
        {
            hash.Add(set.Results);
            hash.Add(set.Message);
            hash.Add(set.Seal);
        }

        foreach (var field in new HeaderBlock(Encoding.Latin1.GetBytes(results + message)).Fields)
            hash.Add(field);
        var value = string.Create(CultureInfo.InvariantCulture,
            $" i={instance}; a={key.AlgorithmName}; cv={(instance == 1 ? "none" : "pass")}; d={key.Domain};\r\n\ts={key.Selector}; t={now.ToUnixTimeSeconds()};\r\n\tb=");
        hash.AddLast("ARC-Seal", value);
        return $"ARC-Seal:{value}{DkimSigner.Wrap(Convert.ToBase64String(key.Sign(hash.Complete())))}\r\n";
    }
}
