using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Storage.Certificates;
using Aether.Testing.Stores;
using Aether.Tls.Certificates;
using Aether.Tls.Imports;
using Aether.Tls.Tests.Acme;
using Aether.Tls.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Tls.Tests.Imports;

/// <summary>Certificates in the store: two nodes take them from there.</summary>
public sealed class ImportedCertificatesTests : IAsyncDisposable
{
    private readonly TestStore store = new();
    private readonly TemporaryFolder one = new();
    private readonly TemporaryFolder two = new();

    public ValueTask DisposeAsync()
    {
        one.Dispose();
        two.Dispose();
        return store.DisposeAsync();
    }

    [Fact]
    public async Task All_nodes_serve_it_and_its_successor_until_it_goes()
    {
        var (first, served) = Open(one);
        var (second, alsoServed) = Open(two);
        var (chain, key) = Make("*.one.test");
        await first.AddAsync(chain, key, default);
        Assert.True(await second.FollowAsync(default));
        Assert.False(await second.FollowAsync(default));
        Assert.Equal("CN=*.one.test", alsoServed.Find("a.one.test").Leaf.Subject);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(one.File("tls/imported/+.one.test.key")));
        Assert.Contains("|", (await store.Store.Certificates.FindAsync(CertificateItemKind.Imported, "*.one.test", default))!.Content, StringComparison.Ordinal); // sealed

        (chain, key) = Make("*.one.test");
        await second.AddAsync(chain, key, default);
        await first.FollowAsync(default);
        Assert.Equal(alsoServed.Facts.Select(static facts => facts.Thumbprint), served.Facts.Select(static facts => facts.Thumbprint));
        Assert.Equal("CN=*.one.test", Open(one).Certificates.Find("a.one.test").Leaf.Subject); // again after a restart, without the store

        Assert.False(await first.RemoveAsync("two.test", default));
        Assert.True(await first.RemoveAsync("*.ONE.test", default));
        Assert.True(await second.FollowAsync(default));
        Assert.Equal(["CN=mail.test", "CN=mail.test"], new[] { served, alsoServed }.Select(static source => source.Find("a.one.test").Leaf.Subject));
    }

    [Fact]
    public async Task What_can_t_be_used_is_refused_and_changes_nothing()
    {
        var (node, served) = Open(one);
        var (chain, _) = Make("one.test");
        var (_, other) = Make("two.test");
        foreach (var (certificate, its, reason) in new[] { (chain, other, "no certificate and its key"), ("no", "none", "no certificate and its key"), Named("x/one.test"), Named(""), Ended() })
            Assert.Contains(reason, (await Assert.ThrowsAsync<CertificateException>(() => node.AddAsync(certificate, its, default))).Message, StringComparison.Ordinal);

        Assert.Equal("CN=mail.test", served.Find("one.test").Leaf.Subject);
        Assert.Empty(await store.Store.Certificates.ListAsync(CertificateItemKind.Imported, default));

        (string, string, string) Named(string name)
        {
            var (made, itsKey) = Make(name);
            return (made, itsKey, "for no host");
        }

        (string, string, string) Ended()
        {
            var (made, itsKey) = Make("old.test", days: -1);
            return (made, itsKey, "ended on");
        }
    }

    [Fact]
    public async Task What_another_key_sealed_stays_where_it_is()
    {
        var (node, served) = Open(one);
        var (chain, key) = Make("one.test");
        await node.AddAsync(chain, key, default);
        await store.Store.Certificates.SetAsync(CertificateItemKind.Imported, "one.test", "of somebody else", null, default);

        Assert.False(await node.FollowAsync(default));
        Assert.Equal("CN=one.test", served.Find("one.test").Leaf.Subject);
    }

    private (ImportedCertificates Imported, CertificateSource Certificates) Open(TemporaryFolder folder)
    {
        var options = new CertificateOptions("mail.test", folder.File("tls"), TlsProfile.Intermediate, []);
        var source = new CertificateSource(options, store.Clock, NullLogger<CertificateSource>.Instance);
        return (new ImportedCertificates(options, new CertificateVault(store.Store.Certificates, AcmeNode.Seal, NullLogger<CertificateVault>.Instance), source, store.Clock), source);
    }

    private (string Chain, string Key) Make(string name, int days = 90)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        if (name.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.CreateSelfSigned(store.Clock.GetUtcNow().AddDays(-10), store.Clock.GetUtcNow().AddDays(days));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
