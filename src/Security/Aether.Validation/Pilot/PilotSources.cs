using System.Net;
using Aether.Storage.Reports;
using Aether.Validation.Domains;

namespace Aether.Validation.Pilot;

/// <summary>Puts what reports say together: addresses by network, networks by whose they are.</summary>
public static class PilotSources
{
    /// <summary>A stranger's counts may be as large as numbers get.</summary>
    private const long MaxCount = 1L << 40;

    /// <param name="domain">Whose mail it is.</param>
    /// <param name="strange">Providers and networks that are none of the domain's.</param>
    public static IReadOnlyList<PilotSource> Group(IEnumerable<ReportSource> reported, string domain, PublicSuffixList suffixes, IReadOnlyCollection<string> strange)
    {
        string own = RegisteredOf(domain, suffixes);
        return
        [
            // Hosts of the domain's own have no name in common: each network is a source.
            .. reported.GroupBy(source => ProviderOf(source, own, suffixes) is { Length: > 0 } provider ? (Provider: provider, Network: "") : (Provider: "", Network: NetworkOf(source.Source)))
                .Select(group => SourceOf(group.Key.Provider, [.. group]))
                .SelectMany(source => Split(source, strange))
                .OrderByDescending(source => source.Messages).ThenBy(source => source.Provider, StringComparer.Ordinal),
        ];
    }

    /// <summary>How a network of a provider is remembered.</summary>
    public static string KeyOf(PilotSource source, PilotNetwork network) => $"{source.Provider} {network.Network}";

    public static string NetworkOf(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return address;
        byte[] octets = (parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed).GetAddressBytes();
        int kept = octets.Length == 4 ? 3 : 6;
        octets.AsSpan(kept).Clear();
        return $"{new IPAddress(octets)}/{8 * kept}";
    }

    /// <summary>The operator may call a whole provider strange, or some networks of one.</summary>
    private static IEnumerable<PilotSource> Split(PilotSource source, IReadOnlyCollection<string> strange)
    {
        if (source.Provider.Length > 0 && strange.Contains(source.Provider))
            return [source with { IsStrange = true }];
        var parts = source.Networks.GroupBy(network => strange.Contains(network.Network)).ToList();
        return parts.Count == 1 ? [source with { IsStrange = parts[0].Key }] : parts.Select(part => source with { Networks = [.. part], IsStrange = part.Key });
    }

    private static PilotSource SourceOf(string provider, IReadOnlyList<ReportSource> reported) => new(
        provider,
        reported.Sum(source => Bounded(source.Spf)),
        reported.Sum(source => Bounded(source.Dkim)),
        [
            .. reported.GroupBy(source => NetworkOf(source.Source))
                .Select(network => new PilotNetwork(network.Key, network.MaxBy(source => source.Count)!.Source, network.Sum(source => Bounded(source.Count)), network.Sum(source => Math.Min(Bounded(source.Passed), Bounded(source.Count)))))
                .OrderByDescending(network => network.Messages).ThenBy(network => network.Network, StringComparer.Ordinal),
        ]);

    // A signer's name says more than an envelope's, which anybody can write.
    private static string ProviderOf(ReportSource source, string own, PublicSuffixList suffixes)
    {
        foreach (string name in (string[])[source.DkimDomain, source.SpfDomain])
        {
            if (DomainName.TryNormalize(name, out string? normal) && RegisteredOf(normal, suffixes) is var registered && registered != own)
                return registered;
        }

        return "";
    }

    private static string RegisteredOf(string name, PublicSuffixList suffixes) => suffixes.TryGetRegistered(name, out string? registered) ? registered : name;

    private static long Bounded(long count) => Math.Clamp(count, 0, MaxCount);
}
