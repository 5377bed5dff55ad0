using Aether.Storage.Changes;
using Aether.Storage.Redis;
using CsCheck;

namespace Aether.Storage.Tests.Redis;

public sealed class NodeMessageTests
{
    private const string Node = "0123456789abcdef";

    [Fact]
    public void A_change_comes_out_as_it_went_in() => Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[0, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample((account, mailbox, modSeq) =>
    {
        var hint = new ChangeHint(new AccountId(account), mailbox == 0 ? null : new MailboxId(mailbox), new ModSeq(modSeq));
        Assert.True(NodeMessage.TryChange("other", NodeMessage.Change(Node, hint), out var heard));
        Assert.Equal(hint, heard);
        Assert.False(NodeMessage.TryChange(Node, NodeMessage.Change(Node, hint), out _)); // our own
    });

    [Fact]
    public void Anything_else_is_no_message() => Gen.String.Sample(text =>
    {
        _ = NodeMessage.TryChange(Node, text, out _);
        _ = NodeMessage.TryCount(Node, text, out _);
    });

    [Theory]
    [InlineData("")]
    [InlineData("x 1 2")]
    [InlineData("x 1 2 3 4")]
    [InlineData("x -1 2 3")]
    [InlineData("x 1 2 99999999999999999999")]
    public void A_malformed_change_is_dropped(string text) => Assert.False(NodeMessage.TryChange(Node, text, out _));

    [Fact]
    public void A_message_too_long_is_dropped() => Assert.False(NodeMessage.TryCount(Node, $"x {new string('c', NodeMessage.MaxLength)} k 1", out _));

    [Theory]
    [InlineData("redis://host", "host:6379")]
    [InlineData("redis://user:p%40ss@host:7000?prefix=one", "host:7000")]
    [InlineData("rediss://:secret@host", "host:6379")]
    public void An_address_is_understood_and_shown_without_its_password(string url, string shown)
    {
        string text = RedisAddress.Parse(url)!.ToString();
        Assert.EndsWith(shown, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://host")]
    [InlineData("redis://")]
    [InlineData("redis://host?db=1")]
    [InlineData("redis://host?prefix=")]
    [InlineData("redis://host?prefix=a*")]
    public void Other_addresses_are_refused(string url) => Assert.Null(RedisAddress.Parse(url));
}
