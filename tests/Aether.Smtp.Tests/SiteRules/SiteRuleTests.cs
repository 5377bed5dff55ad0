using Aether.Smtp.SiteRules;
using Aether.Storage.Envelopes;
using CsCheck;

namespace Aether.Smtp.Tests.SiteRules;

/// <summary>What a site does with mail beyond the protocol: rewrites, copies, header checks.</summary>
public sealed class SiteRuleTests
{
    [Theory]
    [InlineData("*@old.test", "*@mx.test", "ann@old.test", "ann@mx.test")]
    [InlineData("sales-*@mx.test", "ann+*@mx.test", "SALES-eu@mx.test", "ann+eu@mx.test")]
    [InlineData("x@mx.test", "ann@mx.test", "X@MX.test", "ann@mx.test")]
    [InlineData("*@old.test", "ann@mx.test", "any@old.test", "ann@mx.test")]
    [InlineData("ab*ba@mx.test", "y@mx.test", "aba@mx.test", null)]
    [InlineData("*@old.test", "*@mx.test", "ann@new.test", null)]
    public void A_rewrite_puts_one_address_in_the_place_of_another(string pattern, string to, string address, string? expected) =>
        Assert.Equal(expected, new RewriteRule(pattern, to).Apply(address));

    [Fact]
    public void Any_address_is_rewritten_or_left_alone() =>
        Gen.Select(Gen.String, Gen.String).Sample((pattern, address) => new RewriteRule(pattern, "x*@y").Apply(address) is null or { Length: > 0 });

    [Fact]
    public async Task Mail_to_a_rewritten_address_reaches_the_one_that_took_its_place()
    {
        await using var server = await StartAsync(new SiteRuleSet { Rewrites = [new RewriteRule("*@old.test", "*@mx.test")] });
        await server.PlayAsync(Send("x@b.test", "ann@old.test", "Subject: x", "250 *"));
        Assert.Contains("Delivered-To: ann@mx.test", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_gets_what_it_is_to_get_and_its_failures_reach_nobody()
    {
        await using var server = await StartAsync(new SiteRuleSet { Copies = [new CopyRule("*@b.test", "ann@*", "archive@far.test"), new CopyRule("*", "ann@mx.test", "bob@mx.test")] });
        await server.PlayAsync(Send("x@b.test", "ann@mx.test", "Subject: x", "250 *"));
        await server.PlayAsync(Send("x@c.test", "carl@mx.test", "Subject: y", "250 *", greeting: false));
        Assert.Contains("Subject: x", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);
        Assert.Contains("Subject: x", await server.OnlyMessageAsync("bob"), StringComparison.Ordinal);
        var row = Assert.Single(Assert.Single(await server.QueueAsync()).Recipients);
        Assert.Equal(("archive@far.test", "NEVER"), (row.Address, row.Notify));
    }

    [Theory]
    [InlineData(HeaderAction.Reject, "550 5.7.1 Not here")]
    [InlineData(HeaderAction.Discard, "250 *")]
    [InlineData(HeaderAction.Hold, "250 *")]
    public async Task A_header_field_decides(HeaderAction action, string reply)
    {
        await using var server = await StartAsync(new SiteRuleSet { Headers = [new HeaderRule("Subject: *l\u00f6tto*", action, "Not here")] });
        await server.PlayAsync(Send("x@b.test", "ann@mx.test", "Subject: =?utf-8?q?The_L=C3=B6tto_of?= today", reply));
        Assert.Empty(await server.InboxAsync("ann"));
        Assert.Equal(action is HeaderAction.Hold ? 1 : 0, (await server.QueueAsync()).Count);
        await server.PlayAsync(Send("x@b.test", "ann@mx.test", "X-Subject: =?utf-8?q?L=C3=B6tto?=", "250 *", greeting: false));
        Assert.Single(await server.InboxAsync("ann"));
    }

    [Theory]
    [InlineData("news@b.test", "away@mx.test", QueuePriority.Low)]
    [InlineData("x@b.test", "away@mx.test", QueuePriority.High)]
    [InlineData("x@c.test", "away@mx.test", QueuePriority.Normal)]
    public async Task A_rule_names_the_class_of_certain_mail(string sender, string recipient, QueuePriority expected)
    {
        var rules = new SiteRuleSet { Priorities = [new PriorityRule("news@*", "*", QueuePriority.Low), new PriorityRule("*@B.test", "AWAY@*", QueuePriority.High)] };
        await using var server = await StartAsync(rules);
        await server.PlayAsync(Send(sender, recipient, "Subject: x", "250 *"));
        Assert.Equal(expected, Assert.Single(await server.QueueAsync()).Message.Priority);
    }

    private static Task<SmtpTestServer> StartAsync(SiteRuleSet rules) => SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { Rules = rules });

    private static string Send(string sender, string recipient, string field, string reply, bool greeting = true) => $"""
        {(greeting ? "S: 220 *" : "")}
        C: EHLO client.test
        S: ...
        S: 250 STARTTLS
        C: MAIL FROM:<{sender}>
        S: 250 *
        C: RCPT TO:<{recipient}>
        S: 250 *
        C: DATA
        S: 354 *
        C: {field}
        C: 
        C: hello
        C: .
        S: {reply}
        """;
}
