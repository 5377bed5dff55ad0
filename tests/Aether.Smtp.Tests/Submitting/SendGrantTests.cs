using Aether.Identity.Directory;
using Aether.Smtp.Session;

namespace Aether.Smtp.Tests.Submitting;

/// <summary>A login may send as what an operator lets it, and as nothing else. RFC 6409 §6.1.</summary>
public sealed class SendGrantTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("bob@mx.test", "bob@mx.test", true)]
    [InlineData("bob@mx.test", "BOB+x@MX.test", true)]
    [InlineData("bob@mx.test", "carl@mx.test", false)]
    [InlineData("*@all.test", "any@all.test", true)]
    [InlineData("*@all.test", "any@sub.all.test", false)]
    [InlineData("news@far.test", "news@far.test", true)]
    [InlineData("*", "any@where.test", true)]
    public async Task What_is_granted_may_be_used(string grant, string sender, bool may)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue, SmtpListenerKind.Submission, transcript: SmtpTestServer.Loopback);
        var directory = new DirectoryService(server.Store.Store.Directory, server.Store.Store.Logins);
        Assert.Equal(DirectoryChangeStatus.Done, (await directory.GrantAsync("Ann@mx.test", grant, None)).Status);
        Assert.Equal(DirectoryChangeStatus.AlreadyExists, (await directory.GrantAsync("ann@mx.test", grant, None)).Status);
        await server.PlayAsync(Mail(sender, may, greeting: true));
        Assert.Equal(DirectoryChangeStatus.Done, (await directory.RevokeAsync("ann@mx.test", grant, None)).Status);
        await server.PlayAsync(Mail(sender, may: false, greeting: false));
    }

    [Fact]
    public async Task Who_gets_the_address_of_a_removed_account_gets_nothing_it_might_do()
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        var directory = new DirectoryService(server.Store.Store.Directory, server.Store.Store.Logins);
        await directory.GrantAsync("bob@mx.test", "ann@mx.test", None);
        await directory.RemoveAccountAsync("bob@mx.test", None);
        await server.Store.Store.Directory.AddAccountAsync("bob@mx.test", "", 0, None);
        Assert.Empty(await directory.ListGrantsAsync("bob@mx.test", None));
    }

    [Theory, InlineData("nobody", "a@b.test", DirectoryChangeStatus.Invalid), InlineData("ann@mx.test", "*@", DirectoryChangeStatus.Invalid), InlineData("nobody@mx.test", "a@b.test", DirectoryChangeStatus.NotFound)]
    public async Task What_makes_no_sense_is_refused(string account, string subject, DirectoryChangeStatus status)
    {
        await using var server = await SmtpTestServer.StartAsync(int.MaxValue);
        Assert.Equal(status, (await new DirectoryService(server.Store.Store.Directory, server.Store.Store.Logins).GrantAsync(account, subject, None)).Status);
    }

    private static string Mail(string sender, bool may, bool greeting) => $"""
        {(greeting ? "S: 220 *" : "")}
        C: EHLO client.test
        S: ...
        S: 250 *
        {(greeting ? "C: AUTH PLAIN AGFubkBteC50ZXN0AHNlY3JldA==" : "C: NOOP")}
        S: {(greeting ? "235 *" : "250 *")}
        C: MAIL FROM:<{sender}>
        S: {(may ? "250 *" : "550 5.7.1 *")}
        C: RSET
        S: 250 *
        """;
}
