using System.Net;
using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Storage.Accounts;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Keys;
using Aether.Validation.MtaSts;
using Aether.Validation.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Validation.Tests.Publishing;

/// <summary>What a domain lacks is published in a zone of Knot's, or by a program; what its owner wrote stays. RFC 2136.</summary>
public sealed class DomainPublisherTests : IAsyncLifetime
{
    private const string Domain = "example.test";
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly TestStore store = new();
    private readonly TemporaryFolder folder = new();
    private SigningKeys keys = null!;
    private KnotServer knot = null!;

    public async ValueTask InitializeAsync()
    {
        await store.Store.Directory.AddDomainAsync(Domain, null, default);
        keys = new SigningKeys(store.Store.SigningKeys, new KeySealer(folder.File("key")), store.Clock, NullLogger<SigningKeys>.Instance);
        await keys.CreateAsync(Domain, SigningKeyState.Signing, default);
        knot = await KnotServer.StartWithKeyAsync("aether", Convert.ToBase64String(secret), (Domain, """
            @ TXT "a proof of something else"
            _dmarc TXT "v=DMARC1; p=quarantine"
            _mta-sts TXT "v=STSv1; id=old"
            _imaps._tcp SRV 0 1 993 other
            """));
    }

    public async ValueTask DisposeAsync()
    {
        await knot.DisposeAsync();
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_zone_gets_what_it_lacks()
    {
        var updater = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), Domain, new TsigKey("aether", "hmac-sha256", secret), TimeProvider.System);
        var published = await new DomainPublisher(NewRecords(), [new UpdatePublisher(new DnsZones([updater]))]).PublishAsync(Domain, default);
        Assert.DoesNotContain(published, record => record.Outcome is PublishOutcome.Failed);
        Assert.Equal(PublishOutcome.Published, OutcomeOf(published, "_dmarc." + Domain));
        Assert.Equal(PublishOutcome.Added, OutcomeOf(published, "_mta-sts." + Domain)); // only this server knows which policy it serves
        Assert.Equal(PublishOutcome.Kept, OutcomeOf(published, "_imaps._tcp." + Domain));

        var (records, dns) = (NewRecords(), NewResolver());
        var findings = await records.CheckAsync(Domain, default);
        Assert.All(findings, finding => Assert.Equal(finding.Record.Name.StartsWith("_imaps", StringComparison.Ordinal) ? RecordState.Different : RecordState.Published, finding.State));
        Assert.Contains("publish _imaps._tcp.example.test. IN SRV 0 1 993 mail.example.test. if they should come here", findings.Single(finding => finding.State is RecordState.Different).Remedy, StringComparison.Ordinal);
        Assert.Equal(["0 issue \"ca.test\""], (await dns.ResolveDataAsync("mail.example.test", DnsDataType.Caa, default)).Records);
        Assert.Equal(["a proof of something else", "v=spf1 mx -all"], (await dns.ResolveTextAsync(Domain, default)).Records.Order(StringComparer.Ordinal));
        Assert.Equal("v=DMARC1; p=quarantine", Assert.Single((await dns.ResolveTextAsync("_dmarc." + Domain, default)).Records));
    }

    [Theory]
    [InlineData("autoconfig CNAME other", "autoconfig.example.test", RecordState.Different)]
    [InlineData("autoconfig A 192.0.2.1\nmail A 192.0.2.1", "autoconfig.example.test", RecordState.Published)] // addresses are as good as an alias
    [InlineData("autoconfig A 192.0.2.2\nmail A 192.0.2.1", "autoconfig.example.test", RecordState.Different)]
    [InlineData("@ CAA 0 issue \"other.test\"", "mail.example.test", RecordState.Different)] // RFC 8659 §3: it speaks for all below
    [InlineData("@ CAA 0 issue \"ca.test\"", "mail.example.test", RecordState.Published)]
    [InlineData("_imaps._tcp SRV 5 1 993 mail", "_imaps._tcp.example.test", RecordState.Different)]
    [InlineData("x TXT y", "_imaps._tcp.example.test", RecordState.Missing)]
    public async Task What_leads_clients_here_is_compared(string record, string name, RecordState expected)
    {
        await using var other = await KnotServer.StartAsync((Domain, record));
        var dns = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, other.Port)] }, TimeProvider.System);
        var finding = (await new DomainRecords("mail.example.test", keys, dns) { TellsClients = true, Issuer = "ca.test" }.CheckAsync(Domain, default)).Single(finding => finding.Record.Name == name);
        Assert.Equal((expected, expected is not RecordState.Published), (finding.State, finding.Remedy.Contains("publish ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_no_way_covers_a_name_nothing_happens()
    {
        var updater = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), "other.test", new TsigKey("aether", "hmac-sha256", secret), TimeProvider.System);
        var published = await new DomainPublisher(NewRecords(), [new UpdatePublisher(new DnsZones([updater]))]).PublishAsync(Domain, default);
        Assert.Contains("no zone in dns.updates", published.First(record => record.Record.Type == "MX").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_told_what_to_publish()
    {
        string program = folder.File("publish");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nprintf '%s|' \"$@\" >> {folder.File("seen")}; echo >> {folder.File("seen")}\ncase $2 in _smtp*) exit 3;; _submission*) echo no such zone >&2; exit 1;; esac\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var published = await new DomainPublisher(NewRecords(), [new CommandPublisher(program, TimeProvider.System)]).PublishAsync(Domain, default);
        var seen = await File.ReadAllLinesAsync(folder.File("seen"));
        Assert.Contains($"add-first|{Domain}|MX|3600|10 mail.example.test.|", seen);
        Assert.Contains($"add|{Domain}|TXT|3600|v=spf1 mx -all|", seen);
        Assert.Contains(seen, line => line.StartsWith($"replace|_mta-sts.{Domain}|TXT|3600|v=STSv1; id=", StringComparison.Ordinal));
        Assert.Equal(PublishOutcome.Kept, OutcomeOf(published, "_smtp._tls." + Domain));
        Assert.Equal((PublishOutcome.Failed, "no such zone"), published.Where(record => record.Record.Name.StartsWith("_submission.", StringComparison.Ordinal)).Select(record => (record.Outcome, record.Problem)).Single());
        var missing = await new CommandPublisher(folder.File("none"), TimeProvider.System).PublishAsync(new DnsChange(Domain, "A", "192.0.2.1", TimeSpan.Zero, DnsChangeMode.Add), default);
        Assert.Equal(DnsUpdateStatus.Failed, missing.Status);
    }

    private static PublishOutcome OutcomeOf(IReadOnlyList<PublishedRecord> published, string name) => published.Single(record => record.Record.Name == name).Outcome;

    private DomainRecords NewRecords() => new("mail.example.test", keys, NewResolver(), new OwnPolicy("mail.example.test", StsMode.Testing, TimeSpan.FromDays(7))) { TellsClients = true, Issuer = "ca.test" };

    private DnsResolver NewResolver() => new(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, TimeProvider.System);
}
