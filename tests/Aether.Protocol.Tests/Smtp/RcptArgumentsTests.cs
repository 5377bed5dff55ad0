using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

public sealed class RcptArgumentsTests
{
    [Theory]
    [InlineData("TO:<ann@example.test>", "TO:<ann@example.test>")]
    [InlineData("to:<Postmaster>", "TO:<Postmaster>")] // RFC 5321 §4.1.1.3
    [InlineData("TO:<@us.test:a@b.test>", "TO:<a@b.test>")]
    [InlineData("TO:<a@b.test> NOTIFY=success,FAILURE ORCPT=rfc822;Bob@b.test", "TO:<a@b.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob@b.test")]
    [InlineData("TO:<a@b.test> NOTIFY=NEVER", "TO:<a@b.test> NOTIFY=NEVER")]
    [InlineData("TO:<a@b.test> ORCPT=rfc822;a+2Bb@b.test", "TO:<a@b.test> ORCPT=rfc822;a+2Bb@b.test")]
    public void Legal_arguments_are_understood(string text, string canonical)
    {
        Assert.Equal(ArgumentsStatus.Ok, RcptArguments.TryParse(Encoding.UTF8.GetBytes(text), out var rcpt));
        Assert.Equal(canonical, rcpt.ToString());
        Assert.Equal(ArgumentsStatus.Ok, RcptArguments.TryParse(Encoding.UTF8.GetBytes(canonical), out var again));
        Assert.Equal(rcpt, again);
    }

    [Theory]
    [InlineData("TO:<>", ArgumentsStatus.BadAddress)]
    [InlineData("TO:<hostmaster>", ArgumentsStatus.BadAddress)]
    [InlineData("TO:a@b.test", ArgumentsStatus.Syntax)]
    [InlineData("FROM:<a@b.test>", ArgumentsStatus.Syntax)]
    [InlineData("TO:<a@b.test> NOTIFY=NEVER,FAILURE", ArgumentsStatus.BadParameter)]
    [InlineData("TO:<a@b.test> NOTIFY=FAILURE,FAILURE", ArgumentsStatus.BadParameter)]
    [InlineData("TO:<a@b.test> NOTIFY=", ArgumentsStatus.BadParameter)]
    [InlineData("TO:<a@b.test> NOTIFY=FAILURE NOTIFY=DELAY", ArgumentsStatus.BadParameter)]
    [InlineData("TO:<a@b.test> ORCPT=a@b.test", ArgumentsStatus.BadParameter)]
    [InlineData("TO:<a@b.test> ORCPT=rfc822;a+0D+0Ab", ArgumentsStatus.BadParameter)]
    [InlineData("TO:<a@b.test> SIZE=5", ArgumentsStatus.UnknownParameter)]
    public void Each_fault_has_its_own_outcome(string text, ArgumentsStatus expected) =>
        Assert.Equal(expected, RcptArguments.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Any_bytes_are_parsed_or_refused() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            RcptArguments.TryParse([.. "TO:<"u8, .. bytes], out _);
            RcptArguments.TryParse([.. "TO:<a@b.test> ORCPT="u8, .. bytes], out _);
        });
}
