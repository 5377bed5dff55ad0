using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Tls.Tests.Certificates;

public sealed class CertificateSourceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("aether-tls-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Without_a_configured_one_a_certificate_is_made_and_kept()
    {
        var first = Open().Find(null).Leaf;
        var second = Open().Find(null).Leaf;

        Assert.Equal(first.Thumbprint, second.Thumbprint);
        Assert.True(first.MatchesHostname("mail.test") && first.MatchesHostname("localhost") && first.MatchesHostname("127.0.0.1"));
        Assert.Equal(256, first.GetECDsaPublicKey()!.KeySize);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "tls", "self-signed.key")));
    }

    [Fact]
    public void It_is_made_anew_when_it_ends_soon_or_the_name_changed()
    {
        string first = Open().Find(null).Leaf.Thumbprint;
        Assert.NotEqual(first, Open("other.test").Find(null).Leaf.Thumbprint);

        string second = Open().Find(null).Leaf.Thumbprint;
        clock.Advance(TimeSpan.FromDays(800));
        Assert.NotEqual(second, Open().Find(null).Leaf.Thumbprint);
    }

    [Fact]
    public void A_half_written_one_is_made_anew()
    {
        _ = Open();
        File.WriteAllText(Path.Combine(folder, "tls", "self-signed.pem"), "-----BEGIN CERT");

        Assert.True(Open().Find(null).Leaf.MatchesHostname("mail.test"));
    }

    [Theory]
    [InlineData("one.test", "one.test")]
    [InlineData("ONE.test", "one.test")]
    [InlineData("a.two.test", "*.two.test")]
    [InlineData("a.b.two.test", "one.test")] // RFC 9525 §6.3: one label only
    [InlineData("two.test", "one.test")]
    [InlineData("unknown.test", "one.test")]
    [InlineData(null, "one.test")]
    public void The_certificate_follows_the_name(string? asked, string expected)
    {
        var source = Open(files: [Make("one.test"), Make("*.two.test")]);

        Assert.Equal([expected], source.Find(asked).Names);
    }

    [Fact]
    public void A_reload_takes_the_new_file_and_a_bad_one_changes_nothing()
    {
        var files = Make("one.test");
        var source = Open(files: [files]);
        string first = source.Find(null).Leaf.Thumbprint;

        Make("one.test");
        source.Reload();
        string second = source.Find(null).Leaf.Thumbprint;
        Assert.NotEqual(first, second);

        File.WriteAllText(files.Certificate, "no certificate");
        Assert.Throws<CertificateException>(source.Reload);
        Assert.Equal(second, source.Find(null).Leaf.Thumbprint);
    }

    [Fact]
    public void A_look_takes_in_what_is_new_and_leaves_alone_what_is_not()
    {
        var files = Make("one.test");
        var source = Open(files: [files]);
        var first = source.Find(null);
        source.ReloadIfChanged();
        Assert.Same(first, source.Find(null));

        Make("one.test");
        Touch(files, clock.GetUtcNow().AddSeconds(1));
        source.ReloadIfChanged();
        var second = source.Find(null);
        Assert.NotEqual(first.Leaf.Thumbprint, second.Leaf.Thumbprint);

        // The certificate of a new pair is there, its key is not yet.
        string key = File.ReadAllText(files.Key);
        Make("one.test");
        string newKey = File.ReadAllText(files.Key);
        File.WriteAllText(files.Key, key);
        Touch(files, clock.GetUtcNow().AddSeconds(2));
        Assert.Throws<CertificateException>(source.ReloadIfChanged);
        Assert.Same(second, source.Find(null));

        File.WriteAllText(files.Key, newKey);
        Touch(files, clock.GetUtcNow().AddSeconds(3));
        source.ReloadIfChanged();
        Assert.NotEqual(second.Leaf.Thumbprint, source.Find(null).Leaf.Thumbprint);
    }

    [Fact] // As certbot does: the link stays, what it points to changes.
    public void A_link_that_turns_is_noticed()
    {
        var (one, two) = (Make("one.test"), Make("two.test"));
        var links = new CertificateFiles(Path.Combine(folder, "live.pem"), Path.Combine(folder, "live.key"));
        Link(one);
        var source = Open(files: [links]);
        Link(two);
        source.ReloadIfChanged();

        Assert.Equal(["two.test"], source.Find(null).Names);
        Assert.Equal(("CN=two.test", "ECDSA 256", links.Certificate), (Assert.Single(source.Facts).Subject, source.Facts[0].KeyKind, source.Facts[0].Source));

        void Link(CertificateFiles target)
        {
            File.Delete(links.Certificate);
            File.Delete(links.Key);
            File.CreateSymbolicLink(links.Certificate, target.Certificate);
            File.CreateSymbolicLink(links.Key, target.Key);
        }
    }

    [Fact]
    public void A_self_signed_one_is_made_anew_before_it_ends_while_the_server_runs()
    {
        var source = Open();
        string first = source.Find(null).Leaf.Thumbprint;
        clock.Advance(TimeSpan.FromDays(800));
        source.ReloadIfChanged();

        Assert.NotEqual(first, source.Find(null).Leaf.Thumbprint);
    }

    [Fact]
    public void A_short_rsa_key_is_refused()
    {
        using var key = RSA.Create(1024);
        var files = Save("weak.test", new CertificateRequest("CN=weak.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), key.ExportPkcs8PrivateKeyPem());

        Assert.Contains("2048", Assert.Throws<CertificateException>(() => Open(files: [files])).Message, StringComparison.Ordinal);
    }

    [Fact] // Case A10.
    public void One_that_ended_serves_on_and_is_an_alarm()
    {
        var files = Make("one.test");
        clock.Advance(TimeSpan.FromDays(91));
        var log = new Lines();
        var source = new CertificateSource(new CertificateOptions("one.test", Path.Combine(folder, "tls"), TlsProfile.Intermediate, [files]), clock, log);

        Assert.Equal(["one.test"], source.Find(null).Names);
        Assert.Equal([(LogLevel.Error, 1301)], log.All);
    }

    [Theory] // RFC 7633: a certificate that wants what this server does not do is told of, not found out by users.
    [InlineData(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x05 }, true)]
    [InlineData(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x11 }, false)]
    [InlineData(null, false)]
    public void One_that_wants_stapling_is_a_warning(byte[]? feature, bool isTold)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=one.test", key, HashAlgorithmName.SHA256);
        if (feature is not null)
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.24", feature, critical: false));
        var files = Save("one.test", request, key.ExportPkcs8PrivateKeyPem());
        var log = new Lines();
        var source = new CertificateSource(new CertificateOptions("one.test", Path.Combine(folder, "tls"), TlsProfile.Intermediate, [files]), clock, log);

        Assert.Equal(["one.test"], source.Find(null).Names);
        Assert.Equal(isTold, log.All.Contains((LogLevel.Warning, 1304)));
    }

    [Theory]
    [InlineData(TlsProfile.Intermediate, SslProtocols.Tls12 | SslProtocols.Tls13)]
    [InlineData(TlsProfile.Modern, SslProtocols.Tls13)]
    public void Old_versions_are_off(TlsProfile profile, SslProtocols expected) =>
        Assert.Equal(expected, Open(profile: profile).Select("mail.test").EnabledSslProtocols);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CertificateSource Open(string name = "mail.test", TlsProfile profile = TlsProfile.Intermediate, IReadOnlyList<CertificateFiles>? files = null) =>
        new(new CertificateOptions(name, Path.Combine(folder, "tls"), profile, files ?? []), clock, NullLogger<CertificateSource>.Instance);

    private sealed class Lines : ILogger<CertificateSource>
    {
        public List<(LogLevel, int)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add((logLevel, eventId.Id));
    }

    private static void Touch(CertificateFiles files, DateTimeOffset time)
    {
        File.SetLastWriteTimeUtc(files.Certificate, time.UtcDateTime);
        File.SetLastWriteTimeUtc(files.Key, time.UtcDateTime);
    }

    private CertificateFiles Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Save(name, new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256), key.ExportPkcs8PrivateKeyPem());
    }

    private CertificateFiles Save(string name, CertificateRequest request, string key)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(clock.GetUtcNow(), clock.GetUtcNow().AddDays(90));
        string stem = Path.Combine(folder, name.Replace('*', '_'));
        File.WriteAllText(stem + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(stem + ".key", key);
        return new CertificateFiles(stem + ".pem", stem + ".key");
    }
}
