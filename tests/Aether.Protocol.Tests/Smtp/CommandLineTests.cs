using System.Text;
using Aether.Protocol.Smtp;

namespace Aether.Protocol.Tests.Smtp;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("QUIT", "QUIT", "")]
    [InlineData("QUIT  ", "QUIT", "")] // RFC 5321 §4.1.1: trailing white space is tolerated
    [InlineData("mail FROM:<a@b>", "mail", "FROM:<a@b>")]
    [InlineData("EHLO  x", "EHLO", " x")]
    public void A_line_is_cut_at_its_first_space(string line, string verb, string arguments)
    {
        Assert.True(CommandLine.TryParse(Encoding.UTF8.GetBytes(line), out var command));
        Assert.Equal(verb, Encoding.UTF8.GetString(command.Verb.Span));
        Assert.Equal(arguments, Encoding.UTF8.GetString(command.Arguments.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" QUIT")]
    [InlineData("Q\0UIT")]
    [InlineData("MAIL\tFROM:<a@b>")]
    [InlineData("R5T")]
    [InlineData("NOOP \x7f")]
    public void What_has_no_verb_or_holds_controls_is_no_command(string line) =>
        Assert.False(CommandLine.TryParse(Encoding.UTF8.GetBytes(line), out _));
}
