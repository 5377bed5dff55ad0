using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>URLs that carry their authorization. RFC 4467 §3.</summary>
public sealed class AuthorizedUrlTests
{
    private static readonly string[] Pieces = ["imap://", "ann", "@", "mx", "/", ";", ":", "%", "%41", "UID=", "UIDVALIDITY=", "1", "SECTION=", "PARTIAL=", ".", ";URLAUTH=", ";EXPIRE=", "user+", "anonymous", "é", "\0", "2030-01-02T03:04:05Z"];

    private const string Begin = "imap://ann%40x.test@mx.test/Sent%20Items;UIDVALIDITY=7/;UID=20";

    [Theory]
    [InlineData(";URLAUTH=anonymous", UrlAccess.Anonymous, "")]
    [InlineData("/;SECTION=1.2;URLAUTH=authuser", UrlAccess.AnyUser, "")]
    [InlineData("/;SECTION=1.2/;PARTIAL=0.10;EXPIRE=2030-01-02T03:04:05Z;URLAUTH=user+Bob%40x.test", UrlAccess.User, "bob@x.test")]
    [InlineData(";urlauth=SUBMIT+ann", UrlAccess.Submit, "ann")]
    public void A_rump_and_a_whole_url_are_read(string end, UrlAccess access, string user)
    {
        Assert.True(AuthorizedUrl.TryParseRump(Begin + end, out var rump));
        Assert.Equal(("ann@x.test", "Sent Items", 7u, 20u, access, user), (rump.User, rump.Message.Mailbox, rump.Message.UidValidity, rump.Message.Uid, rump.Access, rump.AccessUser));

        Assert.True(AuthorizedUrl.TryParse(Begin + end + ":internal:abc", out var whole));
        Assert.Equal((Begin + end, "INTERNAL", "abc"), (whole.Rump, whole.Mechanism, whole.Token));
        Assert.Equal(rump with { Mechanism = "INTERNAL", Token = "abc", Message = whole.Message }, whole);
    }

    [Theory]
    [InlineData("imap://ann@x.test:143/INBOX/;UID=20;URLAUTH=anonymous", "ann@x.test")]
    [InlineData("imap://ann%40y.test@x.test/INBOX/;UID=20;URLAUTH=anonymous", "ann@y.test")]
    public void A_user_without_a_domain_is_one_of_the_host(string text, string user)
    {
        Assert.True(AuthorizedUrl.TryParseRump(text, out var rump));
        Assert.Equal(user, rump.User);
    }

    [Theory]
    [InlineData(Begin)]
    [InlineData(Begin + ";URLAUTH=nobody")]
    [InlineData(Begin + ";URLAUTH=user+")]
    [InlineData(Begin + ";URLAUTH=other+ann")]
    [InlineData(Begin + ";EXPIRE=2030-01-02;URLAUTH=anonymous")]
    [InlineData(Begin + ";EXPIRE=soon;URLAUTH=anonymous")]
    [InlineData("imap://mx.test/INBOX;UIDVALIDITY=7/;UID=20;URLAUTH=anonymous")]
    [InlineData("imap://ann@/INBOX;UIDVALIDITY=7/;UID=20;URLAUTH=anonymous")]
    [InlineData("imap://ann@mx.test/INBOX;UIDVALIDITY=7;URLAUTH=anonymous")]
    [InlineData("http://ann@mx.test/INBOX;UIDVALIDITY=7/;UID=20;URLAUTH=anonymous")]
    public void What_is_none_is_none(string text) => Assert.False(AuthorizedUrl.TryParseRump(text, out _));

    [Theory]
    [InlineData(Begin + ";URLAUTH=anonymous")]
    [InlineData(Begin + ";URLAUTH=anonymous:INTERNAL")]
    [InlineData(Begin + ";URLAUTH=anonymous:INTERNAL:")]
    [InlineData(Begin + ";URLAUTH=anonymous::abc")]
    public void Without_a_proof_it_is_not_whole(string text) => Assert.False(AuthorizedUrl.TryParse(text, out _));

    [Fact]
    public void Whatever_is_said_is_read_or_refused() =>
        Gen.Int[0, Pieces.Length - 1].Select(static at => Pieces[at])
            .Array[0, 30].Select(string.Concat).Sample(text =>
            {
                if (AuthorizedUrl.TryParse(text, out var url))
                    Assert.StartsWith(url.Rump, text, StringComparison.Ordinal);
            });
}
