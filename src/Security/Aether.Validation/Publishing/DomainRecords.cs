using Aether.Dns.Resolving;
using Aether.Storage.Accounts;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Keys;
using Aether.Validation.MtaSts;
using Aether.Validation.Spf;

namespace Aether.Validation.Publishing;

/// <summary>What a domain of ours should have in the DNS, and what it has. RFC 5321 §5.1, RFC 7208, RFC 6376 §3.6, RFC 9989 §4.7, RFC 8460 §3, RFC 8461 §3.1, RFC 7672 §3.1, RFC 6186, RFC 8314 §5, RFC 8659.</summary>
/// <param name="hostname">Our own name: where mail for the domain goes.</param>
/// <param name="policy">What senders are told to do without TLS; null: nothing.</param>
public sealed class DomainRecords(string hostname, SigningKeys keys, IDnsResolver dns, OwnPolicy? policy = null)
{
    /// <summary>Local part of the address that reports are to come to.</summary>
    public string ReportsTo { get; init; } = "postmaster";

    /// <summary>Where reports of sessions may be posted as well; null: nowhere.</summary>
    public Uri? ReportsPostedTo { get; init; }

    /// <summary>Clients may ask this server for their settings.</summary>
    public bool TellsClients { get; init; }

    /// <summary>The authority that makes our certificates, as CAA records name it; null: none does by itself.</summary>
    public string? Issuer { get; init; }

    /// <summary>The indicators of our domains; null: there are none.</summary>
    public OwnMarks? Marks { get; init; }

    /// <summary>The keys of our host, as TLSA records have them.</summary>
    public Func<CancellationToken, ValueTask<IReadOnlyList<PinnedKey>>> Pins { get; init; } = static _ => new ValueTask<IReadOnlyList<PinnedKey>>([]);

    public async Task<IReadOnlyList<DomainRecord>> ListAsync(string domain, CancellationToken ct)
    {
        var records = new List<DomainRecord>
        {
            new(domain, "MX", $"10 {hostname}.", "mail for the domain comes here"),
            new(domain, "TXT", "v=spf1 mx -all", "only these hosts send its mail (SPF)"),
        };
        records.AddRange((await keys.ListAsync(domain, ct)).Where(key => key.RecordName.Length > 0)
            .Select(key => new DomainRecord(key.RecordName, "TXT", key.RecordText, Purpose(key))));
        records.AddRange(
        [
            new($"_dmarc.{domain}", "TXT", $"v=DMARC1; p=none; rua=mailto:{ReportsTo}@{domain}", "what to do with mail that fails (DMARC); go on to quarantine, then reject"),
            new($"_smtp._tls.{domain}", "TXT", $"v=TLSRPTv1; rua=mailto:{ReportsTo}@{domain}{(ReportsPostedTo is null ? "" : "," + ReportsPostedTo.AbsoluteUri)}", "where failures of encryption are reported (TLSRPT)"),
            .. PolicyRecords(domain),
            .. PinRecords.Of(hostname, await Pins(ct)),
            new($"_submissions._tcp.{domain}", "SRV", $"0 1 465 {hostname}.", "where clients send"),
            new($"_submission._tcp.{domain}", "SRV", $"10 1 587 {hostname}.", "where older clients send"),
            new($"_imaps._tcp.{domain}", "SRV", $"0 1 993 {hostname}.", "where clients read"),
        ]);
        if (TellsClients)
            records.Add(new DomainRecord($"autoconfig.{domain}", "CNAME", $"{hostname}.", "where clients such as Thunderbird fetch their settings"));
        if (Issuer is not null)
            records.Add(new DomainRecord(hostname, "CAA", $"0 issue \"{Issuer}\"", "only this authority makes certificates for this host"));
        if (Marks is not null && await Marks.RecordAsync(domain, ct) is { } mark)
            records.Add(new DomainRecord($"{BimiSelector.Default}._bimi.{domain}", "TXT", mark.ToString(), "the logo beside its mail (BIMI); shown under a DMARC policy of quarantine or reject"));
        return records;
    }

    /// <summary>Compares each with what is published.</summary>
    public async Task<IReadOnlyList<RecordFinding>> CheckAsync(string domain, CancellationToken ct)
    {
        var findings = new List<RecordFinding>();
        foreach (var record in await ListAsync(domain, ct))
        {
            findings.Add(record.Type switch
            {
                "MX" => await CheckMxAsync(record, ct),
                "TXT" => await CheckTextAsync(record, ct),
                "TLSA" => await PinRecords.CheckAsync(record, dns, ct),
                _ => await ServiceRecords.CheckAsync(record, dns, ct),
            });
        }

        return findings;
    }

    private IEnumerable<DomainRecord> PolicyRecords(string domain) => policy is null
        ? []
        : [
            new($"_mta-sts.{domain}", "TXT", $"v=STSv1; id={policy.Id}", $"senders keep to TLS with this server (MTA-STS, {policy.Mode.ToString().ToLowerInvariant()})"),
            new($"mta-sts.{domain}", "CNAME", $"{hostname}.", "where they fetch the policy; the certificate has to have this name as well"),
        ];

    private static string Purpose(PublishedKey key) => key.State switch
    {
        SigningKeyState.Signing => $"signs the domain's mail ({key.Algorithm})",
        SigningKeyState.Published => $"will sign the domain's mail ({key.Algorithm})",
        _ => $"signed mail that may be under way ({key.Algorithm})",
    };

    private async Task<RecordFinding> CheckMxAsync(DomainRecord record, CancellationToken ct)
    {
        var found = await dns.ResolveMxAsync(record.Name, ct);
        if (found.Status is DnsStatus.TemporaryFailure)
            return Unknown(record);
        if (!found.IsFound)
            return Missing(record);
        return found.Records.Any(mx => mx.Host.Equals(hostname, StringComparison.OrdinalIgnoreCase))
            ? Good(record)
            : new RecordFinding(record, RecordState.Different, $"mail goes to {string.Join(", ", found.Records.Select(mx => mx.Host))}: add {hostname} if it should come here");
    }

    private async Task<RecordFinding> CheckTextAsync(DomainRecord record, CancellationToken ct)
    {
        var found = await dns.ResolveTextAsync(record.Name, ct);
        if (found.Status is DnsStatus.TemporaryFailure)
            return Unknown(record);
        var alike = found.Records.Where(text => IsAlike(record, text)).ToList();
        return alike switch
        {
            [] => Missing(record),
            [var one] => Compare(record, one),
            _ => new RecordFinding(record, RecordState.Different, "there are several such records: leave one, or none of them counts"),
        };
    }

    private static bool IsAlike(DomainRecord record, string text) => record.Value switch
    {
        ['v', '=', 's', ..] => SpfRecord.IsSpf(text),
        ['v', '=', 'D', 'M', ..] => DmarcRecord.IsDmarc(text),
        ['v', '=', 'S', 'T', 'S', ..] => text.StartsWith("v=STSv1", StringComparison.Ordinal),
        ['v', '=', 'B', ..] => BimiRecord.IsBimi(text),
        ['v', '=', 'T', ..] => text.StartsWith("v=TLSRPTv1", StringComparison.Ordinal),
        _ => true,
    };

    // A policy of the owner's own is as good as the one proposed, when it can be read; a key has to be that key.
    private static RecordFinding Compare(DomainRecord record, string text)
    {
        if (text == record.Value)
            return Good(record);
        if (SpfRecord.IsSpf(text))
            return SpfRecordParser.Parse(text, out var problem) is null ? new RecordFinding(record, RecordState.Different, $"it can't be read, at \"{problem}\"") : Good(record);
        if (DmarcRecord.IsDmarc(text))
            return DmarcRecord.Parse(text) is null ? new RecordFinding(record, RecordState.Different, "it can't be read: propose p=none, quarantine or reject") : Good(record);
        if (text.StartsWith("v=TLSRPTv1", StringComparison.Ordinal))
            return Good(record);
        if (BimiRecord.IsBimi(text))
            return BimiRecord.Parse(text, out string flaw) is null ? new RecordFinding(record, RecordState.Different, flaw) : BimiRecord.Parse(text, out _) == BimiRecord.Parse(record.Value, out _) ? Good(record) : new RecordFinding(record, RecordState.Different, $"it names another logo: publish {record.ToZoneLine()} if readers should show the one that is served here");
        if (text.StartsWith("v=STSv1", StringComparison.Ordinal))
            return new RecordFinding(record, RecordState.Different, $"it names another policy: publish {record.ToZoneLine()}, or senders keep to the one they know");
        return DkimKeyRecord.Parse(text, out _) is { } key && DkimKeyRecord.Parse(record.Value, out _) is { } ours && key.IsEd25519 == ours.IsEd25519 && key.Key.AsSpan().SequenceEqual(ours.Key)
            ? Good(record)
            : new RecordFinding(record, RecordState.Different, "another key is published: replace it, or mail signed with ours fails");
    }

    private static RecordFinding Good(DomainRecord record) => new(record, RecordState.Published, "");

    private static RecordFinding Missing(DomainRecord record) => new(record, RecordState.Missing, $"publish {record.ToZoneLine()}");

    private static RecordFinding Unknown(DomainRecord record) => new(record, RecordState.Unknown, "the name servers did not answer: try again");
}
