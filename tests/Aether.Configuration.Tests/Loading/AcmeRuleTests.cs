using Aether.Configuration.Loading;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Tests.Loading;

/// <summary>Names that can't be proven the way that is configured are found before the authority is asked.</summary>
public sealed class AcmeRuleTests
{
    [Theory]
    [InlineData(AcmeProof.Http, "mail.example.test", true)]
    [InlineData(AcmeProof.Http, "*.example.test", false)]
    [InlineData(AcmeProof.Tls, "*.example.test", false)]
    [InlineData(AcmeProof.Command, "*.example.test", true)]
    [InlineData(AcmeProof.Dns, "*.example.test", true)]
    [InlineData(AcmeProof.Dns, "EXAMPLE.test", true)]
    [InlineData(AcmeProof.Dns, "mail.other.test", false)]
    [InlineData(AcmeProof.Dns, "notexample.test", false)]
    public void A_name_fits_the_proof(AcmeProof proof, string name, bool isGood)
    {
        var settings = new AetherSettings
        {
            Tls = new TlsSettings { Acme = new AcmeSettings { Enabled = true, Proof = proof, Command = "hook", Domains = [name] } },
            Dns = new DnsSettings { Updates = [new DnsUpdateSettings { Zone = "example.test." }] },
        };
        Assert.Equal(isGood, !AcmeRules.Check(settings).Any());
    }

    [Fact]
    public void A_command_has_to_be_named() =>
        Assert.Equal("tls.acme.command", Assert.Single(AcmeRules.Check(new AetherSettings { Tls = new TlsSettings { Acme = new AcmeSettings { Proof = AcmeProof.Command } } })).Key);
}
