using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Letters of rights. RFC 4314 §2.1.</summary>
public sealed class AclRightsTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("lrs", "lrs")]
    [InlineData("srl", "lrs")]
    [InlineData("c", "kxc")]
    [InlineData("d", "ted")]
    [InlineData("k", "kc")]
    [InlineData("lrswipkxtean", "lrswipkxteancd")]
    public void Letters_are_read_and_written(string text, string written)
    {
        Assert.True(AclRightsText.TryParse(text, out var rights));
        Assert.Equal(written, AclRightsText.Format(rights));
    }

    [Theory]
    [InlineData("z")]
    [InlineData("L")]
    [InlineData("l r")]
    [InlineData("0")]
    public void Other_letters_are_refused(string text) => Assert.False(AclRightsText.TryParse(text, out _));

    [Fact]
    public void What_each_right_is_called_is_read_as_it() =>
        Assert.All(AclRightsText.Each, right => Assert.True(AclRightsText.TryParse([AclRightsText.LetterOf(right)], out var read) && read == right));

    /// <summary>With k or x, c is written; reading it gives both. RFC 4314 §2.1.1: so a client of RFC 2086 may widen, never lose.</summary>
    [Fact]
    public void Nothing_is_lost_between_writing_and_reading() => Gen.Int[0, (int)AclRights.All].Sample(bits =>
    {
        var rights = (AclRights)bits;
        return AclRightsText.TryParse(AclRightsText.Format(rights), out var read) && (read & rights) == rights;
    });
}
