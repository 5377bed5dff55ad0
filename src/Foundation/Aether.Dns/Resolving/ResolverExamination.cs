using System.Net;
using Aether.Dns.Messages;
using Aether.Dns.Transport;

namespace Aether.Dns.Resolving;

/// <summary>Asks one name server for the root, which every resolver knows and every validating one finds authentic. RFC 4035 §3.2.3.</summary>
public static class ResolverExamination
{
    public static async Task<ResolverState> RunAsync(IPEndPoint server, TimeSpan patience, CancellationToken ct)
    {
        var limits = new DnsOptions { QueryTimeout = patience, Retries = 0 }.Exchange;
        var rounds = new ServerRounds(new NameServers([server], TimeProvider.System), limits);
        var reply = await rounds.AskAsync(new QueryMessage(".", RecordType.Ns, dnssec: true), new AnswerReader<string>(RecordType.Ns, RecordData.TryName, 1), ct);
        return reply.Answer switch
        {
            null => ResolverState.Silent, // whatever came, it was no answer
            { IsAuthentic: true } => ResolverState.Validates,
            _ => ResolverState.Answers,
        };
    }
}
