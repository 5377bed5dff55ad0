using Aether.Validation.Dkim;

namespace Aether.Validation.Tests.Dkim;

/// <summary>The examples of RFC 6376 and RFC 8463, and those that came with dkimpy; their source stands beside them.</summary>
public class DkimVectorTests
{
    private const string RsaKey = "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";
    private const string Ed25519Key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    /// <summary>RFC 8463 appendix A.3.</summary>
    private const string Rfc8463 = """
        DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=brisbane; t=1528637909; h=from : to :
         subject : date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
         Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=test; t=1528637909; h=from : to : subject :
         date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
         DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
         dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
        From: Joe SixPack <joe@football.example.com>
        To: Suzie Q <suzie@shopping.example.net>
        Subject: Is dinner ready?
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
        Message-ID: <20030712040037.46341.5F8J@football.example.com>

        Hi.

        We lost the game.  Are you hungry yet?

        Joe.

        """;

    private readonly TableResolver dns = new TableResolver()
        .Text("test._domainkey.football.example.com", RsaKey)
        .Text("brisbane._domainkey.football.example.com", Ed25519Key);

    [Fact]
    public async Task Both_signatures_of_rfc_8463_pass()
    {
        var outcomes = await Samples.VerifyAsync(Crlf(Rfc8463), dns);
        Assert.Equal([DkimResult.Pass, DkimResult.Pass], outcomes.Select(outcome => outcome.Result));
        Assert.Equal([0, 1024], outcomes.Select(outcome => outcome.KeySize));
    }

    [Theory]
    [InlineData("dkim/rfc6376.signed.msg", 2)]
    [InlineData("dkim/rfc6376.signed.rsa.msg", 1)]
    public async Task The_message_of_rfc_6376_passes_signed_anew(string file, int signatures)
    {
        var outcomes = await Samples.VerifyAsync(Crlf(Samples.File(file)), dns);
        Assert.Equal(Enumerable.Repeat(DkimResult.Pass, signatures), outcomes.Select(outcome => outcome.Result));
    }

    [Fact]
    public async Task A_message_of_another_signer_passes()
    {
        dns.Text("sed._domainkey.test.ex", Samples.File("dkim/eximtest.dns").Trim());
        var outcome = Assert.Single(await Samples.VerifyAsync(Crlf(Samples.File("dkim/ed25519test2.msg")), dns));
        Assert.Equal((DkimResult.Pass, "test.ex", "ed25519-sha256", "5fhyD3EI"), (outcome.Result, outcome.Domain, outcome.Algorithm, outcome.SignaturePrefix));
    }

    [Theory]
    [InlineData("dkim/badk.txt")]
    [InlineData("dkim/badversion.txt")]
    public async Task A_broken_key_record_is_a_permanent_error(string file)
    {
        var broken = new TableResolver().Text("test._domainkey.football.example.com", Samples.File(file).Trim());
        Assert.Equal(DkimResult.PermError, Assert.Single(await Samples.VerifyAsync(Crlf(Samples.File("dkim/rfc6376.signed.rsa.msg")), broken)).Result);
    }

    [Fact]
    public async Task A_changed_message_fails()
    {
        Assert.All(await Samples.VerifyAsync(Crlf(Rfc8463).Replace("lost", "won", StringComparison.Ordinal), dns), outcome => Assert.Equal(DkimResult.Fail, outcome.Result));
        Assert.All(await Samples.VerifyAsync(Crlf(Rfc8463).Replace("dinner", "supper", StringComparison.Ordinal), dns), outcome => Assert.Equal(DkimResult.Fail, outcome.Result));
        Assert.All(await Samples.VerifyAsync(Crlf(Rfc8463).Replace("From: Joe", "From: Eve <eve@evil.test>\r\nFrom: Joe", StringComparison.Ordinal), dns), outcome => Assert.Equal(DkimResult.Fail, outcome.Result));
    }

    private static string Crlf(string text) => text.ReplaceLineEndings("\r\n");
}
