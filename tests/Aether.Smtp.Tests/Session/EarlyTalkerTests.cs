using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Session;

/// <summary>The wait before the greeting: whoever speaks meanwhile is no mail server. Case S04.</summary>
public sealed class EarlyTalkerTests
{
    [Fact]
    public async Task Who_speaks_during_the_wait_is_refused()
    {
        await using var server = await StartAsync();
        await server.PlayAsync("""
            C: EHLO client.test
            S: 521 5.5.1 *
            S-close:
            """);
    }

    [Fact]
    public async Task Who_waits_is_greeted()
    {
        await using var server = await StartAsync();
        await server.PlayAsync("""
            T: 00:00:03
            S: 220 *
            C: EHLO client.test
            S: 250-mx.test
            """);
    }

    [Fact]
    public async Task Friends_and_users_do_not_wait()
    {
        await using var friend = await SmtpTestServer.StartAsync(int.MaxValue, limits: Waiting, transcript: SmtpTestServer.Exempt);
        await friend.PlayAsync("S: 220 *");
        await using var user = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, Waiting);
        await user.PlayAsync("S: 220 *");
    }

    private static SmtpLimits Waiting(SmtpLimits limits) => limits with { GreetingWait = TimeSpan.FromSeconds(3) };

    private static Task<SmtpTestServer> StartAsync() => SmtpTestServer.StartAsync(int.MaxValue, limits: Waiting);
}
