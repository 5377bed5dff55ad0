using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Aether.Configuration.Schema;
using Aether.Testing.Servers;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Tls.Tests.Acme;

/// <summary>A certificate by ACME: fetched, kept, renewed, and what serves when that fails. RFC 8555, RFC 9773.</summary>
public sealed class AcmeServiceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("aether-acme-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly AcmeChallenges challenges = new();
    private readonly AcmeAuthority authority;

    public AcmeServiceTests() => authority = new AcmeAuthority(token => challenges.Find(token), clock);

    [Fact]
    public async Task A_certificate_is_fetched_kept_privately_and_serves_at_once()
    {
        var (acme, certificates) = Open();
        Assert.Equal("CN=mail.test", certificates.Facts[0].Issuer); // self-signed until then
        await acme.LookAsync(default);

        Assert.Equal(["mail.test", "imap.test"], certificates.Facts[0].Names);
        Assert.Equal("CN=Test authority", certificates.Facts[0].Issuer);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "acme.key")));
        Assert.Null(challenges.Find("token_1")); // nothing is answered once it is over
        await acme.LookAsync(default);
        Assert.Equal(1, authority.Issued);
    }

    [Fact]
    public async Task It_serves_again_after_a_restart_without_asking_anybody()
    {
        await Open().Acme.LookAsync(default);
        authority.IsAway = true;

        Assert.Equal("CN=Test authority", Open().Certificates.Facts[0].Issuer);
    }

    [Fact]
    public async Task It_is_renewed_with_a_third_of_its_life_left()
    {
        var (acme, certificates) = Open();
        await acme.LookAsync(default);
        string first = certificates.Facts[0].Thumbprint;
        clock.Advance(TimeSpan.FromDays(50));
        await acme.LookAsync(default);
        Assert.Equal(first, certificates.Facts[0].Thumbprint);

        clock.Advance(TimeSpan.FromDays(11));
        await acme.LookAsync(default);
        Assert.NotEqual(first, certificates.Facts[0].Thumbprint);
    }

    [Fact] // RFC 9773.
    public async Task It_is_renewed_when_the_authority_wants_it()
    {
        var (acme, _) = Open();
        await acme.LookAsync(default);
        authority.RenewFrom = clock.GetUtcNow().AddDays(3);
        await acme.LookAsync(default);
        Assert.Equal(1, authority.Issued);

        clock.Advance(TimeSpan.FromDays(3.1));
        await acme.LookAsync(default);
        Assert.Equal(2, authority.Issued);
    }

    [Fact]
    public async Task Another_name_in_the_configuration_gets_another_certificate()
    {
        await Open().Acme.LookAsync(default);
        var (acme, certificates) = Open("mail.test", "pop.test");
        await acme.LookAsync(default);

        Assert.Equal(["mail.test", "pop.test"], certificates.Facts[0].Names);
    }

    [Fact] // RFC 8555 §6.5.
    public async Task A_bad_nonce_is_tried_again()
    {
        authority.BadNonces = 2;
        await Open().Acme.LookAsync(default);
        Assert.Equal(1, authority.Issued);
    }

    [Fact] // RFC 8555 §7.3.4.
    public async Task A_customer_of_an_authority_shows_who_it_is()
    {
        authority.CustomerKey = "a key that both know: 32 octets."u8.ToArray();
        Assert.Contains("Say who you are", (await Assert.ThrowsAsync<AcmeException>(() => Open().Acme.LookAsync(default))).Message, StringComparison.Ordinal);
        var (acme, _) = Open(options => options with { Binding = ("customer", Base64Url.EncodeToString(authority.CustomerKey)) }, "mail.test");
        await acme.LookAsync(default);
        Assert.Equal(1, authority.Issued);
    }

    [Fact]
    public async Task When_renewal_fails_the_old_certificate_goes_on_serving()
    {
        var (acme, certificates) = Open();
        await acme.LookAsync(default);
        string first = certificates.Facts[0].Thumbprint;
        clock.Advance(TimeSpan.FromDays(80));
        authority.IsAway = true;
        await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default));
        Assert.Equal(first, certificates.Facts[0].Thumbprint);

        authority.IsAway = false;
        await acme.LookAsync(default);
        Assert.NotEqual(first, certificates.Facts[0].Thumbprint);
    }

    [Fact] // RFC 8737 §3.
    public async Task A_name_is_proven_in_a_handshake()
    {
        authority.Prove = (type, name, authorization) =>
        {
            var shown = challenges.FindHandshake(name.ToUpperInvariant());
            var certificate = (X509Certificate2)shown!.ServerCertificate!;
            var extension = Assert.Single(certificate.Extensions, static extension => extension.Oid!.Value == "1.3.6.1.5.5.7.1.31");
            Assert.Equal("tls-alpn-01", type);
            Assert.True(challenges.ExpectHandshakes);
            Assert.Null(challenges.FindHandshake("other.test"));
            Assert.Equal("acme-tls/1", Assert.Single(shown.ApplicationProtocols!).ToString());
            Assert.Equal([name], certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
            return extension.Critical && new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadOctetString().AsSpan().SequenceEqual(SHA256.HashData(Encoding.ASCII.GetBytes(authorization)));
        };
        var (acme, certificates) = Open(static options => options with { Proof = AcmeProof.Tls }, "mail.test");

        await acme.LookAsync(default);

        Assert.Equal("CN=Test authority", certificates.Facts[0].Issuer);
        Assert.False(challenges.ExpectHandshakes);
    }

    [Fact] // RFC 8555 §8.4.
    public async Task A_name_is_proven_by_a_record_that_a_program_writes()
    {
        string zone = Path.Combine(folder, "zone");
        string program = Script($"case $1 in present) echo \"$2 $3\" >>{zone};; cleanup) echo \"gone $2 $3\" >>{zone};; esac");
        string seen = "";
        authority.Prove = (type, name, authorization) =>
        {
            Assert.Equal("dns-01", type);
            seen = File.ReadAllText(zone).Trim();
            return seen == $"_acme-challenge.{name} {Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(authorization)))}";
        };
        var (acme, certificates) = Open(options => options with { Proof = AcmeProof.Command, Command = program }, "mail.test");

        await acme.LookAsync(default);

        Assert.Equal("CN=Test authority", certificates.Facts[0].Issuer);
        Assert.Equal([seen, "gone " + seen], await File.ReadAllLinesAsync(zone));
    }

    [Theory]
    [InlineData("echo the zone is read-only >&2; exit 3", "ended with 3: the zone is read-only")]
    [InlineData("sleep 600", "did not end within 1 seconds")]
    [InlineData(null, "can't be run")]
    public async Task A_program_that_fails_is_told_of(string? text, string told)
    {
        string program = text is null ? Path.Combine(folder, "nothing") : Script(text);
        var (acme, _) = Open(options => options with { Proof = AcmeProof.Command, Command = program, CommandPatience = TimeSpan.FromSeconds(1) }, "mail.test");

        Assert.Contains(told, (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
        Assert.Equal(0, authority.Issued);
    }

    private string Script(string text)
    {
        string program = Path.Combine(folder, "hook");
        File.WriteAllText(program, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }

    [Fact]
    public async Task A_proof_that_fails_is_explained()
    {
        using var deaf = new AcmeAuthority(static _ => "something else", clock);
        var (acme, _) = Open(options => options with { Directory = new Uri(deaf.Root + "/directory") }, "mail.test");

        Assert.Contains("The answer is not the right one", (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "acme.pem")));
    }

    [Fact]
    public async Task What_is_no_authority_is_named()
    {
        var (acme, _) = Open(options => options with { Directory = new Uri(authority.Root + "/nonce") }, "mail.test");
        Assert.Contains("no directory of an ACME authority", (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private (AcmeService Acme, CertificateSource Certificates) Open(params string[] names) => Open(static options => options, names.Length > 0 ? names : ["mail.test", "imap.test"]);

    private (AcmeService Acme, CertificateSource Certificates) Open(Func<AcmeOptions, AcmeOptions> change, params string[] names)
    {
        var options = change(new AcmeOptions(new Uri(authority.Root + "/directory"), "postmaster@mail.test", names, folder));
        var certificates = new CertificateSource(new CertificateOptions("mail.test", folder, TlsProfile.Intermediate, []) { Fetched = options.Files }, clock, NullLogger<CertificateSource>.Instance);
        return (new AcmeService(options, challenges, certificates, clock, NullLogger<AcmeService>.Instance), certificates);
    }
}
