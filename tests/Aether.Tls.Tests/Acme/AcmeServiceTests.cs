using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Aether.Configuration.Schema;
using Aether.Testing.Servers;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Tls.Tests.Acme;

/// <summary>A certificate by ACME: fetched, kept, renewed, and what serves when that fails. RFC 8555, RFC 9773.</summary>
public sealed class AcmeServiceTests : IAsyncDisposable
{
    private readonly AcmeNode node = new();

    private FakeTimeProvider Clock => node.Store.Clock;

    private AcmeAuthority Authority => node.Authority;

    [Fact]
    public async Task A_certificate_is_fetched_kept_privately_and_serves_at_once()
    {
        var (acme, certificates) = Open();
        Assert.Equal("CN=mail.test", certificates.Facts[0].Issuer); // self-signed until then
        await acme.LookAsync(default);

        Assert.Equal(["mail.test", "imap.test"], certificates.Facts[0].Names);
        Assert.Equal("CN=Test authority", certificates.Facts[0].Issuer);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(node.Folder, "acme.key")));
        Assert.Null(await node.Challenges.FindAsync("token_1", default)); // nothing is answered once it is over
        await acme.LookAsync(default);
        Assert.Equal(1, Authority.Issued);
    }

    [Fact]
    public async Task It_serves_again_after_a_restart_without_asking_anybody()
    {
        await Open().Acme.LookAsync(default);
        Authority.IsAway = true;

        Assert.Equal("CN=Test authority", Open().Certificates.Facts[0].Issuer);
    }

    [Fact]
    public async Task It_is_renewed_with_a_third_of_its_life_left()
    {
        var (acme, certificates) = Open();
        await acme.LookAsync(default);
        string first = certificates.Facts[0].Thumbprint;
        Clock.Advance(TimeSpan.FromDays(50));
        await acme.LookAsync(default);
        Assert.Equal(first, certificates.Facts[0].Thumbprint);

        Clock.Advance(TimeSpan.FromDays(11));
        await acme.LookAsync(default);
        Assert.NotEqual(first, certificates.Facts[0].Thumbprint);
    }

    [Fact] // RFC 9773.
    public async Task It_is_renewed_when_the_authority_wants_it()
    {
        var (acme, _) = Open();
        await acme.LookAsync(default);
        Authority.RenewFrom = Clock.GetUtcNow().AddDays(3);
        await acme.LookAsync(default);
        Assert.Equal(1, Authority.Issued);

        Clock.Advance(TimeSpan.FromDays(3.1));
        await acme.LookAsync(default);
        Assert.Equal(2, Authority.Issued);
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
        Authority.BadNonces = 2;
        await Open().Acme.LookAsync(default);
        Assert.Equal(1, Authority.Issued);
    }

    [Fact] // RFC 8555 §7.3.4.
    public async Task A_customer_of_an_authority_shows_who_it_is()
    {
        Authority.CustomerKey = "a key that both know: 32 octets."u8.ToArray();
        Assert.Contains("Say who you are", (await Assert.ThrowsAsync<AcmeException>(() => Open().Acme.LookAsync(default))).Message, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var (acme, _) = Open(options => options with { Binding = ("customer", Base64Url.EncodeToString(Authority.CustomerKey)) }, "mail.test");
        await acme.LookAsync(default);
        Assert.Equal(1, Authority.Issued);
    }

    [Fact]
    public async Task When_renewal_fails_the_old_certificate_goes_on_serving()
    {
        var (acme, certificates) = Open();
        await acme.LookAsync(default);
        string first = certificates.Facts[0].Thumbprint;
        Clock.Advance(TimeSpan.FromDays(80));
        Authority.IsAway = true;
        await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default));
        Assert.Equal(first, certificates.Facts[0].Thumbprint);

        Authority.IsAway = false;
        await acme.LookAsync(default); // too soon: authorities count failures
        Assert.Equal(first, certificates.Facts[0].Thumbprint);
        var trouble = (await node.Vault.FindTroubleAsync(default))!;
        Assert.Equal((1, 1), (trouble.Attempts, acme.FailedAttempts));
        Assert.InRange(acme.NextLook, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(80));

        Clock.Advance(acme.NextLook);
        await acme.LookAsync(default);
        Assert.Null(await node.Vault.FindTroubleAsync(default));
        Assert.NotEqual(first, certificates.Facts[0].Thumbprint);
    }

    [Fact] // RFC 8737 §3.
    public async Task A_name_is_proven_in_a_handshake()
    {
        node.Proof = AcmeProof.Tls;
        var challenges = node.Challenges;
        Authority.Prove = async (type, name, authorization) =>
        {
            var shown = await challenges.FindHandshakeAsync(name.ToUpperInvariant(), default);
            var certificate = (X509Certificate2)shown!.ServerCertificate!;
            var extension = Assert.Single(certificate.Extensions, static extension => extension.Oid!.Value == "1.3.6.1.5.5.7.1.31");
            Assert.Equal("tls-alpn-01", type);
            Assert.True(await challenges.ExpectHandshakesAsync(default));
            Assert.Null(await challenges.FindHandshakeAsync("other.test", default));
            Assert.Equal("acme-tls/1", Assert.Single(shown.ApplicationProtocols!).ToString());
            Assert.Equal([name], certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
            return extension.Critical && new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadOctetString().AsSpan().SequenceEqual(SHA256.HashData(Encoding.ASCII.GetBytes(authorization)));
        };
        var (acme, certificates) = Open(static options => options with { Proof = AcmeProof.Tls }, "mail.test");

        await acme.LookAsync(default);

        Assert.Equal("CN=Test authority", certificates.Facts[0].Issuer);
        Assert.False(await challenges.ExpectHandshakesAsync(default));
    }

    [Fact] // RFC 8555 §8.4.
    public async Task A_name_is_proven_by_a_record_that_a_program_writes()
    {
        string zone = Path.Combine(node.Folder, "zone");
        string program = Script($"case $1 in present) echo \"$2 $3\" >>{zone};; cleanup) echo \"gone $2 $3\" >>{zone};; esac");
        string seen = "";
        Authority.Prove = async (type, name, authorization) =>
        {
            Assert.Equal("dns-01", type);
            seen = (await File.ReadAllTextAsync(zone)).Trim();
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
        string program = text is null ? Path.Combine(node.Folder, "nothing") : Script(text);
        var (acme, _) = Open(options => options with { Proof = AcmeProof.Command, Command = program, CommandPatience = TimeSpan.FromSeconds(1) }, "mail.test");

        Assert.Contains(told, (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
        Assert.Equal(0, Authority.Issued);
    }

    private string Script(string text)
    {
        string program = Path.Combine(node.Folder, "hook");
        File.WriteAllText(program, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }

    [Fact]
    public async Task A_proof_that_fails_is_explained()
    {
        using var deaf = new AcmeAuthority(static _ => Task.FromResult<string?>("something else"), Clock);
        var (acme, _) = Open(options => options with { Directory = new Uri(deaf.Root + "/directory") }, "mail.test");

        Assert.Contains("The answer is not the right one", (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(node.Folder, "acme.pem")));
    }

    [Fact]
    public async Task What_is_no_authority_is_named()
    {
        var (acme, _) = Open(options => options with { Directory = new Uri(Authority.Root + "/nonce") }, "mail.test");
        Assert.Contains("no directory of an ACME authority", (await Assert.ThrowsAsync<AcmeException>(() => acme.LookAsync(default))).Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();

    private (AcmeService Acme, CertificateSource Certificates) Open(params string[] names) => node.Open(static options => options, names.Length > 0 ? names : ["mail.test", "imap.test"]);

    private (AcmeService Acme, CertificateSource Certificates) Open(Func<AcmeOptions, AcmeOptions> change, params string[] names) => node.Open(change, names);
}
