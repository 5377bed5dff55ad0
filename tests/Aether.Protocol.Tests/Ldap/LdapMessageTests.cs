using System.Formats.Asn1;
using System.Text;
using Aether.Protocol.Ldap;
using CsCheck;

namespace Aether.Protocol.Tests.Ldap;

/// <summary>The messages of LDAP: what is written is what RFC 4511 says, and nothing that comes breaks the reader.</summary>
public class LdapMessageTests
{
    [Fact]
    public void A_bind_is_written_as_the_standard_says() =>
        // RFC 4511 §4.2: LDAPMessage { 1, [APPLICATION 0] { 3, "cn=a", [0] "pw" } }
        Assert.Equal("3012020101" + "600D0201030404636E3D61" + "80027077", Convert.ToHexString(LdapRequest.Bind(1, "cn=a", "pw")));

    [Fact]
    public void An_unbind_is_written_as_the_standard_says() => Assert.Equal("30050201024200", Convert.ToHexString(LdapRequest.Unbind(2)));

    [Theory]
    [InlineData("(mail=%{address})", "a*)(|(uid=*", "A313" + "04046D61696C" + "040B612A29287C287569643D2A")]
    [InlineData("(mail=%{address})", "\0", "A309" + "04046D61696C" + "040100")]
    [InlineData("(uid=*)", "ann", "8703756964")]
    [InlineData("(uid=a*b*c)", "ann", "A4100403756964" + "3009800161810162820163")]
    [InlineData("(!(uid=%{local}))", "ann@x", "A20CA30A0403756964" + "0403616E6E")]
    [InlineData("(&(a=1)(b>=2))", "", "A010" + "A306040161040131" + "A506040162040132")]
    [InlineData("(cn=\\2a\\00)", "", "A308" + "0402636E" + "04022A00")]
    public void A_name_is_never_syntax(string text, string address, string expected)
    {
        Assert.True(LdapFilter.TryParse(text, out var filter));
        var writer = new AsnWriter(AsnEncodingRules.BER);
        filter!.WriteTo(writer, new LdapFilterValues(address));
        Assert.Equal(expected, Convert.ToHexString(writer.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mail=x")]
    [InlineData("(mail=x")]
    [InlineData("(mail=x))")]
    [InlineData("(=x)")]
    [InlineData("(&)")]
    [InlineData("(!(a=1)(b=2))")]
    [InlineData("(ma il=x)")]
    [InlineData("(mail=%{user})")]
    [InlineData("(mail=%{address)")]
    [InlineData("(mail=\\zz)")]
    [InlineData("(mail=\\2)")]
    [InlineData("(a>=b*c)")]
    public void What_is_no_filter_is_refused(string text) => Assert.False(LdapFilter.TryParse(text, out _));

    [Fact]
    public void Deep_and_long_filters_are_refused()
    {
        Assert.True(LdapFilter.TryParse(new string('(', 1) + string.Concat(Enumerable.Repeat("!(", 14)) + "a=1" + new string(')', 15), out _));
        Assert.False(LdapFilter.TryParse(string.Concat(Enumerable.Repeat("(!", 100_000)), out _));
        Assert.False(LdapFilter.TryParse(string.Concat(Enumerable.Repeat("(!", 20)) + "(a=1)" + new string(')', 20), out _));
        Assert.False(LdapFilter.TryParse($"(a={new string('x', 5000)})", out _));
        Assert.False(LdapFilter.TryParse($"(a={'\ud800'})", out _));
    }

    [Fact] // Whatever the address, its octets come out of the filter as they went in: one value, nothing else.
    public void Any_address_stays_one_value() => Gen.String.Where(static text => !text.Any(char.IsSurrogate)).Sample(static address =>
    {
        Assert.True(LdapFilter.TryParse("(&(objectClass=person)(mail=%{address}))", out var filter));
        var writer = new AsnWriter(AsnEncodingRules.BER);
        filter!.WriteTo(writer, new LdapFilterValues(address));
        var and = new AsnReader(writer.Encode(), AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true, new Asn1Tag(TagClass.ContextSpecific, 0));
        _ = and.ReadEncodedValue();
        var equal = and.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3));
        Assert.Equal("mail", Encoding.UTF8.GetString(equal.ReadOctetString()));
        Assert.Equal(address, Encoding.UTF8.GetString(equal.ReadOctetString()));
        Assert.False(equal.HasData || and.HasData);
    });

    [Fact]
    public void An_entry_is_taken_apart()
    {
        Assert.True(LdapResponse.TryParse(Entry(), out var entry));
        Assert.Equal((7, LdapResponse.Entry, "uid=ann"), (entry!.Id, entry.Operation, entry.Name));
        Assert.Equal(["ann@example.test", "a@example.test"], entry.Attributes["MAIL"]);
        Assert.Empty(entry.Attributes["jpegPhoto"]);
    }

    [Fact]
    public void Whatever_comes_is_an_answer_or_none()
    {
        byte[] good = Entry();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample((at, octet, cut) =>
        {
            byte[] bad = [.. good[..cut]];
            if (at < bad.Length)
                bad[at] = octet;
            _ = LdapResponse.TryParse(bad, out _);
            _ = LdapFrame.TryLength(bad, 1 << 20, out int length) && length >= 0;
        }, iter: 20_000);
        Gen.Byte.Array[0, 200].Sample(static octets => LdapResponse.TryParse(octets, out var response) == (response is not null), iter: 20_000);
        Gen.String.Sample(static text => LdapFilter.TryParse(text, out var filter) == (filter is not null), iter: 20_000);
    }

    [Theory]
    [InlineData("", true, 0)]
    [InlineData("30", true, 0)]
    [InlineData("3005", true, 7)]
    [InlineData("3081", true, 0)]
    [InlineData("3081FF", true, 258)]
    [InlineData("30840000", true, 0)]
    [InlineData("3084000000FF", true, 261)]
    [InlineData("30820400", true, 1028)]
    [InlineData("30820401", false, 0)] // longer than asked for
    [InlineData("3084FFFFFFFF", false, 0)]
    [InlineData("3080", false, 0)] // RFC 4511 §5.1: no indefinite length
    [InlineData("308500", false, 0)]
    [InlineData("485454502F", false, 0)]
    public void The_end_of_a_message_is_told_by_its_head(string hex, bool isGood, int length)
    {
        Assert.Equal(isGood, LdapFrame.TryLength(Convert.FromHexString(hex), 1028, out int found));
        Assert.Equal(length, found);
    }

    private static byte[] Entry()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(7);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 4)))
            {
                writer.WriteOctetString("uid=ann"u8);
                using (writer.PushSequence())
                {
                    Attribute(writer, "mail", "ann@example.test"u8.ToArray(), "a@example.test"u8.ToArray());
                    Attribute(writer, "jpegPhoto", [0xFF, 0xD8]);
                }
            }
        }
        return writer.Encode();
    }

    private static void Attribute(AsnWriter writer, string name, params byte[][] values)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
            using (writer.PushSetOf())
            {
                foreach (byte[] value in values)
                    writer.WriteOctetString(value);
            }
        }
    }
}
