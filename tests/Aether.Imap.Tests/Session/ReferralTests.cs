namespace Aether.Imap.Tests.Session;

/// <summary>LOGIN-REFERRALS. RFC 2221.</summary>
[Proves("LOGIN-REFERRALS")]
public sealed class ReferralTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Who_lives_elsewhere_is_sent_there_once_he_proved_who_he_is(int chunkSize)
    {
        var options = ImapTestServer.Options with { Homes = new Dictionary<string, string> { ["ann@x.test"] = "mail2.x.test", ["@y.test"] = "mail3.y.test:1143" } };
        await using var server = await ImapTestServer.StartAsync(chunkSize, options);
        await server.Store.AddAccountAsync("bob@y.test", ImapTestServer.PasswordRecord);
        await server.PlayAsync("""
            S: * OK [CAPABILITY *
            C: a LOGIN ann@x.test wrong
            S: a NO [AUTHENTICATIONFAILED] *
            C: b LOGIN ann@x.test secret
            S: b NO [REFERRAL imap://ann%40x.test;AUTH=*@mail2.x.test/] *
            C: c AUTHENTICATE PLAIN AGJvYkB5LnRlc3QAc2VjcmV0
            S: c NO [REFERRAL imap://bob%40y.test;AUTH=*@mail3.y.test:1143/] *
            C: d SELECT INBOX
            S: d BAD *
            """);
    }

    [Fact]
    public async Task A_listener_that_offers_no_referrals_sends_nobody_away()
    {
        var options = ImapTestServer.Options with { Homes = new Dictionary<string, string> { ["@x.test"] = "mail2.x.test" }, Without = ["LOGIN-REFERRALS"] };
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, options);
        await server.PlayAsync("""
            S: * OK [CAPABILITY *
            C: a LOGIN ann@x.test secret
            S: a OK *
            """);
    }
}
