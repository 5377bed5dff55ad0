using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

public sealed class MailArgumentsTests
{
    private static readonly Gen<DeliveryWishes> Wishes =
        Gen.Select(
            Gen.Bool,
            Gen.Int[-9, 9].Nullable(),
            Gen.Select(Gen.Int[1, 999_999_999], Gen.Enum<DeliverByMode>(), Gen.Bool, (seconds, mode, trace) => new DeliverBy(seconds, mode, trace)).Null(),
            Gen.Int[0, 999_999_999].Nullable(),
            Gen.OneOf<string?>(null, "org.example:ADV", "a.test:x,b.test:y"),
            (tls, priority, by, hold, solicit) => new DeliveryWishes { RequireTls = tls, Priority = priority, By = by, HoldFor = hold, Solicit = solicit });

    private static readonly Gen<MailArguments> Arguments =
        Gen.Select(
            Gen.OneOf("", "ann@example.test", "\"a b\"@example.test", "j\u00f6rg@example.test").Select(a => a.Length == 0 ? null : Parse(a)),
            Gen.Long[0, long.MaxValue].Nullable(),
            Gen.Enum<BodyType>(),
            Gen.Bool,
            Gen.OneOf<string?>(null, "<>", "ann@example.test", "\"a+b=c\"@example.test"),
            Gen.Select(Gen.Enum<DsnReturn>(), Gen.Char[' ', '~'].Array[1, 30].Select(c => new string(c)).Null()),
            Wishes,
            (sender, size, body, utf8, auth, dsn, wishes) =>
                new MailArguments(sender) { Size = size, Body = body, SmtpUtf8 = utf8, Auth = auth, Return = dsn.Item1, EnvelopeId = dsn.Item2, Wishes = wishes });

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
    [InlineData("FROM:<a@b.test> requiretls mt-priority=-4", "FROM:<a@b.test> REQUIRETLS MT-PRIORITY=-4")] // RFC 8689, RFC 6710
    [InlineData("FROM:<a@b.test> BY=+120;rt", "FROM:<a@b.test> BY=120;RT")] // RFC 2852
    [InlineData("FROM:<a@b.test> BY=-3;N", "FROM:<a@b.test> BY=-3;N")]
    [InlineData("FROM:<a@b.test> HOLDFOR=86400", "FROM:<a@b.test> HOLDFOR=86400")] // RFC 4865
    [InlineData("FROM:<a@b.test> HOLDUNTIL=2026-12-01T10:00:00+02:00", "FROM:<a@b.test> HOLDUNTIL=2026-12-01T08:00:00Z")]
    [InlineData("FROM:<a@b.test> SOLICIT=org.example:ADV:ADLT", "FROM:<a@b.test> SOLICIT=org.example:ADV:ADLT")] // RFC 3865
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
    [InlineData("FROM:<a@b.test> REQUIRETLS=1", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> REQUIRETLS REQUIRETLS", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> MT-PRIORITY=10", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> MT-PRIORITY=-0", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> MT-PRIORITY=+1", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> MT-PRIORITY", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BY=0;R", ArgumentsStatus.BadParameter)] // RFC 2852 §4.1
    [InlineData("FROM:<a@b.test> BY=-5;R", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BY=5", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BY=5;", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BY=5;X", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> BY=1234567890;N", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> HOLDFOR=", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> HOLDFOR=-1", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> HOLDFOR=1 HOLDUNTIL=2026-01-01T00:00:00Z", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> HOLDUNTIL=2026-01-01T00:00:00", ArgumentsStatus.BadParameter)] // RFC 3339: a zone is a must
    [InlineData("FROM:<a@b.test> HOLDUNTIL=tomorrow", ArgumentsStatus.BadParameter)]
    [InlineData("FROM:<a@b.test> SOLICIT=<x>", ArgumentsStatus.BadParameter)]
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
