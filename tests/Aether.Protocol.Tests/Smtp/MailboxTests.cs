using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

/// <summary>Case S05: every legal address goes out as it came, every other is refused. RFC 5321 §4.1.2.</summary>
public sealed class MailboxTests
{
    private static readonly string Local64 = new('a', 64);
    private static readonly string Label63 = new('d', 63);

    public static TheoryData<string, string> Legal => new()
    {
        { "ann@example.test", "ann" },
        { "a.b+tag=x@example.test", "a.b+tag=x" },
        { "!#$%&'*+-/=?^_`{|}~@example.test", "!#$%&'*+-/=?^_`{|}~" },
        { "\"a b\"@example.test", "a b" },
        { "\"a@b\"@example.test", "a@b" },
        { "\"a\\\"b\"@example.test", "a\"b" },
        { "\"a\\\\b\"@example.test", "a\\b" },
        { "\"\\\\\u00e9\"@example.test", "\\\u00e9" },
        { "user%other@example.test", "user%other" },
        { "j\u00f6rg@example.test", "j\u00f6rg" },
        { "ann@b\u00fccher.example", "ann" },
        { "ann@[192.0.2.1]", "ann" },
        { "ann@[IPv6:2001:db8::1]", "ann" },
        { Local64 + "@example.test", Local64 },
        { $"ann@{Label63}.{Label63}.{Label63}.{new string('d', 63)}", "ann" },
    };

    public static TheoryData<string> Illegal => new()
    {
        "", "@", "ann", "ann@", "@example.test", "ann@@example.test", "a@b@example.test", ".ann@example.test", "ann.@example.test",
        "a..b@example.test", "a b@example.test", "(c)ann@example.test", "ann(c)@example.test", "ann@example.test.", "ann@.example.test",
        "ann@example..test", "ann@-example.test", "ann@example-.test", "ann@exa_mple.test", "ann@exam ple.test", "\"\"@example.test",
        "\"ann@example.test", "\"a\"b@example.test", "\"a\rb\"@example.test", "\"a\nb\"@example.test", "\"a\0b\"@example.test",
        "\"a\\\"@example.test", "\"a\\\r\"@example.test", "ann@[]", "ann@[192.0.2]", "ann@[192.0.2.256]", "ann@[192.0.2.01]", "ann@[127.1]",
        "ann@[IPv6:192.0.2.1]", "ann@[2001:db8::1]", "ann@[IPv6:fe80::1%eth0]", "ann@[x-tag:y]", "ann<@example.test", "ann>@example.test",
        Local64 + "a@example.test", $"ann@{Label63}d.test", $"ann@{Label63}.{Label63}.{Label63}.{Label63}.x", "ann@example.test\r\n", "ann@exa\0mple.test",
    };

    [Theory, MemberData(nameof(Legal))]
    public void A_legal_address_is_re_emitted_byte_identical(string text, string meant)
    {
        Assert.True(Mailbox.TryParse(text, out var mailbox), text);
        Assert.Equal(text, mailbox.ToString());
        Assert.Equal(meant, mailbox.UnquotedLocalPart);
        Assert.Equal(Ascii.IsValid(text), mailbox.IsAscii);
    }

    [Theory, MemberData(nameof(Illegal))]
    public void What_is_not_an_address_is_refused(string text) => Assert.False(Mailbox.TryParse(text, out _), text);

    [Fact]
    public void Broken_utf_8_is_refused() => Assert.False(Mailbox.TryParse("j\xf6rg@example.test"u8[..1].ToArray().Concat(new byte[] { 0xc3 }).Concat("@example.test"u8.ToArray()).ToArray(), out _));

    [Fact]
    public void Whatever_parses_formats_to_the_same_bytes() =>
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            if (Mailbox.TryParse(bytes, out var mailbox))
                Assert.Equal(bytes, Encoding.UTF8.GetBytes(mailbox.ToString()));
        });

    [Fact]
    public void Mutated_addresses_format_to_the_same_bytes_or_are_refused() =>
        Gen.Select(Gen.OneOf([.. Legal.Select(row => row.Data.Item1)]), Gen.Int[0, 30], Gen.Byte).Sample((text, at, b) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            bytes[at % bytes.Length] = b;
            if (Mailbox.TryParse(bytes, out var mailbox))
                Assert.Equal(bytes, Encoding.UTF8.GetBytes(mailbox.ToString()));
        });
}
