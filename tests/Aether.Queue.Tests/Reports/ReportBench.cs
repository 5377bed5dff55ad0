using System.Net;
using System.Net.Security;
using System.Text;
using Aether.Http.Guarded;
using Aether.Queue.Reports;
using Aether.Queue.Settings;
using Aether.Queue.Tests.Policies;
using Aether.Storage.Queue;
using Aether.Testing.Stores;
using Aether.Validation.Dmarc;
using Aether.Validation.DmarcReports;
using Aether.Validation.Domains;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Queue.Tests.Reports;

/// <summary>A store with our.test, a table for the DNS, and who sends and reads reports.</summary>
internal sealed class ReportBench : IAsyncDisposable
{
    private readonly TestAuthority authority = new();
    private readonly GuardedHttp http;
    private ReportSender? sender;

    public ReportBench()
    {
        http = new GuardedHttp(new GuardedHttpOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], Roots = [authority.Root] }, Dns, TimeProvider.System);
        Web = new PolicyServer(Certificate("web.far.test"));
    }

    public TestStore Store { get; } = new();

    public FakeResolver Dns { get; } = new FakeResolver().Address("web.far.test", "127.0.0.1");

    public PolicyServer Web { get; }

    public ReportOptions Options { get; set; } = new("mail.our.test", "mail-reports") { Organization = "Our Org" };

    public Task AddDomainAsync() => Store.Store.Directory.AddDomainAsync("our.test", null, default);

    public async Task<ReportRun> SendAsync(bool early = false)
    {
        sender ??= new ReportSender(Store.Store, null, http, Dns, new DmarcDestinations(Dns, DmarcMode.TreeWalk, PublicSuffixList.Shipped), Options, Store.Clock, NullLogger<ReportSender>.Instance);
        return await sender.SendAsync(early, default);
    }

    public ReportIntake NewIntake() => new(Store.Store, Options, Store.Clock);

    public async Task<IReadOnlyList<QueueListing>> QueuedAsync() => await Store.Store.Queue.ListAsync(null, 100, default);

    public async Task<QueuedMessage> FindAsync(QueueListing listing) => (await Store.Store.Queue.FindAsync(listing.Message.Id, default))!;

    public async Task<string> ReadAsync(QueueListing listing)
    {
        using var body = await Store.Store.Queue.OpenBodyAsync(await FindAsync(listing), default);
        byte[] octets = new byte[body.Size];
        for (int at = 0; at < octets.Length;)
            at += await body.ReadAsync(at, octets.AsMemory(at), default);
        return Encoding.UTF8.GetString(octets);
    }

    public async ValueTask DisposeAsync()
    {
        sender?.Dispose();
        await Web.DisposeAsync();
        await Store.DisposeAsync();
        http.Dispose();
        authority.Dispose();
    }

    private SslStreamCertificateContext Certificate(string name) => authority.Shown(authority.Issue(name));
}
