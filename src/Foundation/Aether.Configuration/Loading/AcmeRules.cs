using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>What must hold between the settings of ACME and others.</summary>
internal static class AcmeRules
{
    public static IEnumerable<ConfigurationProblem> Check(AetherSettings settings)
    {
        var acme = settings.Tls.Acme;
        if (acme.Proof is AcmeProof.Command && acme.Command.Length == 0)
            yield return new("tls.acme.command", "", "name the program that puts records into the zone");
        string[] names = acme.Domains.Count > 0 ? [.. acme.Domains] : [settings.Hostname];
        foreach (string name in names)
        {
            // RFC 8555 §8.3, RFC 8737 §3: what is asked for at a host proves nothing of others.
            if (name.StartsWith("*.", StringComparison.Ordinal) && acme.Proof is not (AcmeProof.Command or AcmeProof.Dns))
                yield return new("tls.acme.domains", name, "set tls.acme.proof to dns or command: only the DNS proves such a name");
            if (acme is { Enabled: true, Proof: AcmeProof.Dns } && !settings.Dns.Updates.Any(update => IsWithin(name, update.Zone.TrimEnd('.'))))
                yield return new("tls.acme.domains", name, "name the zone it is in under dns.updates");
        }
    }

    private static bool IsWithin(string name, string zone) => name.Equals(zone, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + zone, StringComparison.OrdinalIgnoreCase);
}
