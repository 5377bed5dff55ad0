using Aether.Host.Composition;

namespace Aether.Host.Tests.Composition;

public class RoleNamesTests
{
    [Theory]
    [InlineData("smtp", 1)]
    [InlineData("smtp,imap", 3)]
    [InlineData("IMAP queue", 34)]
    [InlineData("smtp,imap,pop3,jmap,sieve,queue,admin", 127)]
    public void Roles_are_read(string text, int expected)
    {
        Assert.True(RoleNames.TryParse(text, out var roles, out _));
        Assert.Equal((Roles)expected, roles);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("smtp,lmtp", "lmtp")]
    public void Other_words_are_not(string text, string unknown)
    {
        Assert.False(RoleNames.TryParse(text, out _, out string named));
        Assert.Equal(unknown, named);
    }
}
