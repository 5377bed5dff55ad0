using Aether.Protocol.Sasl;
using CsCheck;

namespace Aether.Protocol.Tests.Sasl;

/// <summary>The messages of SCRAM clients, with what is wrong with some. RFC 5802 §7.</summary>
public class ScramMessageTests
{
    [Theory]
    [InlineData("n,,n=user,r=fyko", ChannelBindingFlag.Unable, "", "", "user", "fyko")]
    [InlineData("y,,n=user,r=fyko", ChannelBindingFlag.ThinksServerCannot, "", "", "user", "fyko")]
    [InlineData("p=tls-server-end-point,,n=user,r=fyko", ChannelBindingFlag.Used, "tls-server-end-point", "", "user", "fyko")]
    [InlineData("n,a=boss,n=user,r=fyko", ChannelBindingFlag.Unable, "", "boss", "user", "fyko")]
    [InlineData("n,,n=a=2Cb=3D=3D,r=f~!k", ChannelBindingFlag.Unable, "", "", "a,b==", "f~!k")]
    [InlineData("n,,n=user,r=fyko,t=kept,z=more", ChannelBindingFlag.Unable, "", "", "user", "fyko")]
    public void A_first_message_is_taken_apart(string message, ChannelBindingFlag flag, string binding, string authorization, string user, string nonce)
    {
        Assert.True(ScramClientFirst.TryParse(message, out var first));
        Assert.Equal((flag, binding, authorization, user, nonce), (first!.Header.Flag, first.Header.Binding, first.Header.Authorization, first.User, first.Nonce));
        Assert.Equal(message, first.Header.Text + first.Bare);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData("x,,n=user,r=fyko")]
    [InlineData("p,,n=user,r=fyko")]
    [InlineData("p=,,n=user,r=fyko")]
    [InlineData("n,b=boss,n=user,r=fyko")]
    [InlineData("n,a=,n=user,r=fyko")]
    [InlineData("n,,m=must,n=user,r=fyko")] // §5.1: an extension that must be understood
    [InlineData("n,,n=user,r=fyko,m=must")]
    [InlineData("n,,n=,r=fyko")]
    [InlineData("n,,n=us=er,r=fyko")]
    [InlineData("n,,n=us=2cer,r=fyko")] // upper case only
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=user,r=fy ko")]
    [InlineData("n,,n=user,r=fy\u00E9")]
    [InlineData("n,,r=fyko,n=user")]
    [InlineData("n,,n=us\0er,r=fyko")]
    public void A_broken_first_message_is_none(string message) => Assert.False(ScramClientFirst.TryParse(message, out _));

    [Fact]
    public void An_endless_nonce_is_none()
    {
        Assert.True(ScramClientFirst.TryParse("n,,n=u,r=" + new string('x', ScramClientFirst.MaxNonce), out _));
        Assert.False(ScramClientFirst.TryParse("n,,n=u,r=" + new string('x', ScramClientFirst.MaxNonce + 1), out _));
    }

    [Fact] // RFC 7677 §3.
    public void A_final_message_is_taken_apart()
    {
        Assert.True(ScramClientFinal.TryParse("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", out var final));
        Assert.Equal("n,,"u8.ToArray(), final!.Binding);
        Assert.Equal("rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", final.Nonce);
        Assert.Equal("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", final.WithoutProof);
        Assert.Equal(32, final.Proof.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c=biws,r=x")]
    [InlineData("c=biws,r=x,p=")]
    [InlineData("c=biws,r=x,p=!!!!")]
    [InlineData("c=biw,r=x,p=AAAA")]
    [InlineData("r=x,c=biws,p=AAAA")]
    [InlineData("c=biws,p=AAAA")]
    [InlineData("c=biws,r=x,p=AA AA")]
    [InlineData("c=biws,r=x,m=must,p=AAAA")]
    public void A_broken_final_message_is_none(string message) => Assert.False(ScramClientFinal.TryParse(message, out _));

    [Fact]
    public void Names_survive_the_way_out_and_in() =>
        Gen.String[Gen.Char, 1, 40].Where(static name => !name.Contains('\0', StringComparison.Ordinal)).Sample(static name => SaslName.TryDecode(SaslName.Encode(name), out string back) && back == name);

    [Fact]
    public void Whatever_comes_is_taken_or_refused_and_never_breaks_a_parser() =>
        Gen.String[Gen.OneOf(Gen.Char[" ,=nypamrc"], Gen.Char), 0, 60].Sample(static message =>
        {
            if (ScramClientFirst.TryParse(message, out var first) && first!.Header.Text + first.Bare != message)
                return false;
            return !ScramClientFinal.TryParse(message, out var final) | (final is { Proof.Length: > 0 } && message.StartsWith(final.WithoutProof, StringComparison.Ordinal))
                && !BearerMessage.TryParse(message, out var bearer) | bearer is { Token.Length: > 0 }
                && !BearerMessage.TryParseXoauth2(message, out var older) | older is { Token.Length: > 0 };
        });

    [Theory]
    [InlineData("n,a=ann@x.test,\u0001host=mail.x.test\u0001port=993\u0001auth=Bearer abc.def-_~+/==\u0001\u0001", "ann@x.test", "abc.def-_~+/==")]
    [InlineData("n,,\u0001auth=bearer t\u0001\u0001", "", "t")]
    [InlineData("y,,\u0001auth=Bearer t\u0001x=y\u0001\u0001", "", "t")]
    public void A_bearer_message_is_taken_apart(string message, string user, string token)
    {
        Assert.True(BearerMessage.TryParse(message, out var parsed));
        Assert.Equal(new BearerMessage(user, token), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("n,,\u0001\u0001")]
    [InlineData("n,,\u0001auth=Basic t\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer \u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer t\u0001")]
    [InlineData("n,,\u0001auth=Bearer t\u0001auth=Bearer u\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer t t\u0001\u0001")]
    [InlineData("n,,\u0001a1=x\u0001auth=Bearer t\u0001\u0001")]
    [InlineData("p=tls-exporter,,\u0001auth=Bearer t\u0001\u0001")]
    public void A_broken_bearer_message_is_none(string message) => Assert.False(BearerMessage.TryParse(message, out _));

    [Fact]
    public void The_older_form_of_google_and_microsoft_is_taken_apart()
    {
        Assert.True(BearerMessage.TryParseXoauth2("user=ann@x.test\u0001auth=Bearer t\u0001\u0001", out var parsed));
        Assert.Equal(new BearerMessage("ann@x.test", "t"), parsed);
        Assert.False(BearerMessage.TryParseXoauth2("auth=Bearer t\u0001\u0001", out _));
        Assert.False(BearerMessage.TryParseXoauth2("user=\u0001auth=Bearer t\u0001\u0001", out _));
    }
}
