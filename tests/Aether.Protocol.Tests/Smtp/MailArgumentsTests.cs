using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

public sealed class MailArgumentsTests
{
    private static readonly Gen<MailArguments> Arguments =
        Gen.Select(
            Gen.OneOf("", "ann@example.test", "\"a b\"@example.test", "j\u00f6rg@example.test").Select(a => a.Length == 0 ? null : Parse(a)),
            Gen.Long[0, long.MaxValue].Nullable(),
            Gen.Enum<BodyType>(),
            Gen.Bool,
            Gen.OneOf<string?>(null, "<>", "ann@example.test", "\"a+b=c\"@example.test"),
            Gen.Select(Gen.Enum<DsnReturn>(), Gen.Char[' ', '~'].Array[1, 30].Select(c => new string(c)).Null()),
            (sender, size, body, utf8, auth, dsn) =>
                new MailArguments(sender) { Size = size, Body = body, SmtpUtf8 = utf8, Auth = auth, Return = dsn.Item1, EnvelopeId = dsn.Item2 });

    [Theory]
    [InlineData("FROM:<ann@example.test>", "FROM:<ann@example.test>")]
    [InlineData("from: <ann@example.test>", "FROM:<ann@example.test>")] // a space clients send
    [InlineData("FROM:<>", "FROM:<>")]
    [InlineData("FROM:<@a.test,@b.test:ann@example.test> size=5", "FROM:<ann@example.test> SIZE=5")] // appendix C: the route is dropped
    [InlineData("FROM:<ann@example.test> BODY=8bitmime SMTPUTF8", "FROM:<ann@example.test> BODY=8BITMIME SMTPUTF8")]
    [InlineData("FROM:<\"a>b\"@example.test>", "FROM:<\"a>b\"@example.test>")]
    [InlineData("FROM:<a@b.test> AUTH=e+3Dmc2@example.test", "FROM:<a@b.test> AUTH=e+3Dmc2@example.test")]
    [InlineData("FROM:<a@b.test> SIZE=18446744073709551616", "FROM:<a@b.test> SIZE=9223372036854775807")] // S08: 2^64
    [InlineData("FROM:<a@b.test> RET=HDRS ENVID=QQ314159", "FROM:<a@b.test> RET=HDRS ENVID=QQ314159")] // RFC 3461 §10
    public void Legal_arguments_are_understood(string text, string canonical)
    {
        Assert.Equal(ArgumentsStatus.Ok, MailArguments.TryParse(Encoding.UTF8.GetBytes(text), out var mail));
        Assert.Equal(canonical, mail.ToString());
    }

    [Theory]
    [InlineData("", ArgumentsStatus.Syntax)]
    [InlineData("FROM", ArgumentsStatus.Syntax)]
    [InlineData("TO:<a@b.test>", ArgumentsStatus.Syntax)]
    [InlineData("FROM:a@b.test", ArgumentsStatus.Syntax)]
    [InlineData("FROM:<a@b.test", ArgumentsStatus.Syntax)]
    [InlineData("FROM:<a@b.test>SIZE=1", ArgumentsStatus.Syntax)]
    [InlineData("FROM:<a@b@c.test>", ArgumentsStatus.BadAddress)]
    [InlineData("FROM:< a@b.test>", ArgumentsStatus.BadAddress)]
    [InlineData("FROM:<@a.test:>", ArgumentsStatus.BadAddress)]
    [InlineData("FROM:<@a_b:a@b.test>", ArgumentsStatus.BadAddress)]
    [InlineData("FROM:<a@b.test> SIZE=", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SIZE", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SIZE=-1", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SIZE=1 SIZE=2", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SIZE=184467440737095516160", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BODY=9BIT", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BODY=7BIT BODY=7BIT", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SMTPUTF8 SMTPUTF8", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SMTPUTF8=yes", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> AUTH=+3", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> ENVID=+0D+0A", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> RET=SOME", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> =x", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> XFOO=1", ArgumentsStatus.UnknownParameter)]
    [InlineData("FROM:<a@b.test> REQUIRETLS", ArgumentsStatus.UnknownParameter)]
    public void Each_fault_has_its_own_outcome(string text, ArgumentsStatus expected) =>
        Assert.Equal(expected, MailArguments.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void What_is_formatted_parses_to_the_same_value() =>
        Arguments.Sample(mail =>
        {
            Assert.Equal(ArgumentsStatus.Ok, MailArguments.TryParse(Encoding.UTF8.GetBytes(mail.ToString()), out var parsed));
            Assert.Equal(mail, parsed);
        });

    [Fact]
    public void Any_bytes_are_parsed_or_refused() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            MailArguments.TryParse([.. "FROM:<"u8, .. bytes], out _);
            MailArguments.TryParse([.. "FROM:<a@b.test> "u8, .. bytes], out _);
        });

    private static Mailbox Parse(string address)
    {
        Assert.True(Mailbox.TryParse(address, out var mailbox));
        return mailbox;
    }
}
