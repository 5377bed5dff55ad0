using Aether.Dns.Resolving;

namespace Aether.Validation.Publishing;

/// <summary>TLSA records of the host that mail comes to: they let senders insist on its keys, whoever signed its certificate. RFC 7672, RFC 7671 §8.</summary>
internal static class PinRecords
{
    public static IEnumerable<DomainRecord> Of(string hostname, IEnumerable<PinnedKey> keys) =>
        keys.Select(key => new DomainRecord($"_25._tcp.{hostname}", "TLSA", key.Value, Purpose(key)));

    /// <summary>Compares one with all that are published.</summary>
    public static async ValueTask<RecordFinding> CheckAsync(DomainRecord record, IDnsResolver dns, CancellationToken ct)
    {
        var found = await dns.ResolveTlsaAsync(record.Name, ct);
        if (found.Status is DnsStatus.TemporaryFailure)
            return new RecordFinding(record, RecordState.Unknown, "the name servers did not answer: try again");
        if (found.Records.Any(one => TextOf(one).Equals(record.Value, StringComparison.OrdinalIgnoreCase)))
            return new RecordFinding(record, RecordState.Published, "");
        return found.Records.Count == 0
            ? new RecordFinding(record, RecordState.Missing, $"publish {record.ToZoneLine()}")
            : new RecordFinding(record, RecordState.Different, $"other keys are pinned: publish {record.ToZoneLine()} beside them, or mail to the key it stands for is not sent");
    }

    private static string TextOf(TlsaRecord record) => $"{record.Usage} {record.Selector} {record.Matching} {Convert.ToHexStringLower(record.Data.Span)}";

    private static string Purpose(PinnedKey key) => (key.IsNext, key.IsSelfSigned) switch
    {
        (true, _) => "the key of the certificate that comes next (DANE); publish it now, so that all know it by then",
        (_, true) => "the key of this host's certificate, which is self-signed (DANE): senders that look here believe it all the same; the zone has to be signed (DNSSEC)",
        _ => "the key of this host's certificate (DANE): senders take no other; the zone has to be signed (DNSSEC)",
    };
}
