using System.Net;
using Aether.Dns.Resolving;
using Aether.Validation.Results;

namespace Aether.Validation.Pilot;

/// <summary>Names sources that no provider's name is in by their busiest address, where its name leads back to it.</summary>
internal static class PilotHosts
{
    private const int MaxQuestions = 20;

    public static async ValueTask<IReadOnlyList<PilotSource>> NameAsync(IDnsResolver dns, IReadOnlyList<PilotSource> sources, CancellationToken ct)
    {
        var named = new List<PilotSource>(sources.Count);
        int asked = 0;
        foreach (var source in sources)
        {
            bool isAsked = source.Provider.Length == 0 && IPAddress.TryParse(source.Networks[0].Address, out _) && asked++ < MaxQuestions;
            named.Add(isAsked ? source with { Host = (await ReverseName.CheckAsync(dns, IPAddress.Parse(source.Networks[0].Address), ct)).Name } : source);
        }

        return named;
    }
}
