using Aether.Protocol.Smtp;
using Aether.Queue.Replies;
using CsCheck;

namespace Aether.Queue.Tests.Replies;

/// <summary>What servers say, and what they mean by it.</summary>
public sealed class ReplyClassifierTests
{
    [Theory]
    [InlineData("550 5.1.1 User unknown", ReplyClass.UnknownUser)]
    [InlineData("550-5.1.1 The email account that you tried to reach does not exist", ReplyClass.UnknownUser)]
    [InlineData("550 no such user here", ReplyClass.UnknownUser)]
    [InlineData("554 delivery error: dd This user doesn't have an account", ReplyClass.Other)]
    [InlineData("550 5.5.0 Requested action not taken: mailbox unavailable", ReplyClass.UnknownUser)]
    [InlineData("452 4.2.2 The email account that you tried to reach is over quota", ReplyClass.MailboxFull)]
    [InlineData("552 Quota exceeded", ReplyClass.MailboxFull)]
    [InlineData("552 5.3.4 Message too big", ReplyClass.TooBig)]
    [InlineData("552 message size exceeds fixed limit", ReplyClass.TooBig)]
    [InlineData("554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org", ReplyClass.Spam)]
    [InlineData("550 5.7.1 Our system has detected that this message is likely unsolicited mail", ReplyClass.Spam)]
    [InlineData("421 4.7.0 Try again later", ReplyClass.Rate)]
    [InlineData("421 4.7.28 Gmail has detected an unusual rate of mail", ReplyClass.Rate)]
    [InlineData("450 4.2.0 Greylisted, see http://postgrey", ReplyClass.Rate)]
    [InlineData("451 4.7.1 Please slow down", ReplyClass.Rate)]
    [InlineData("421 too many connections", ReplyClass.Rate)]
    [InlineData("550 5.7.26 Unauthenticated mail is prohibited", ReplyClass.Policy)]
    [InlineData("554 5.7.1 Relay access denied", ReplyClass.Policy)]
    [InlineData("550 Denied", ReplyClass.Policy)]
    [InlineData("451 4.4.2 The connection broke", ReplyClass.Network)]
    [InlineData("451 4.7.5 no good", ReplyClass.Policy)]
    [InlineData("550 5.7.30 REQUIRETLS", ReplyClass.Tls)]
    [InlineData("554 5.6.3 Conversion required", ReplyClass.Content)]
    [InlineData("451 4.3.0 oops", ReplyClass.Other)]
    public void A_reply_is_of_its_class(string line, ReplyClass expected)
    {
        int code = int.Parse(line[..3], null);
        string rest = line[4..];
        var status = EnhancedStatus.TryParse(rest, out var found, out int length) ? found : (EnhancedStatus?)null;
        Assert.Equal(expected, ReplyClassifier.Classify(new SmtpReply(code, status, status is null ? rest : rest[length..].Trim())));
    }

    [Fact]
    public void Whatever_is_said_has_a_class() =>
        Gen.Select(Gen.Int[400, 599], Gen.String).Sample((code, text) => Enum.IsDefined(ReplyClassifier.Classify(new SmtpReply(code, null, text))));

    [Theory]
    [InlineData("421", 421, "4.7.0", true)]
    [InlineData("42", 421, "4.7.0", true)]
    [InlineData("45", 421, "4.7.0", false)]
    [InlineData("4.7.*", 421, "4.7.0", true)]
    [InlineData("*.7.1", 550, "5.7.1", true)]
    [InlineData("4.7.1", 421, "4.7.0", false)]
    [InlineData("rate", 421, "4.3.0", true)]
    [InlineData("MAILBOXFULL", 452, "4.2.2", true)]
    [InlineData("spam", 452, "4.2.2", false)]
    public void A_pattern_fits_what_it_names(string text, int code, string status, bool fits)
    {
        Assert.True(ReplyPattern.TryParse(text, out var pattern));
        Assert.True(EnhancedStatus.TryParse(status, out var enhanced, out _));
        var reply = new SmtpReply(code, enhanced, "x");
        Assert.Equal(fits, pattern!.Fits(reply, ReplyClassifier.Classify(reply)));
    }

    [Theory, InlineData(""), InlineData("250"), InlineData("4215"), InlineData("4.7"), InlineData("nonsense"), InlineData("4.x.1"), InlineData("2.0.0")]
    public void What_is_no_pattern_is_refused(string text) => Assert.False(ReplyPattern.TryParse(text, out _));
}
