using System.Buffers;
using System.Text;
using Aether.Protocol.Pop3;
using Aether.Protocol.Tests.Text;
using Aether.Protocol.Text;
using CsCheck;

namespace Aether.Protocol.Tests.Pop3;

/// <summary>Commands of POP3 and their numbers, with input that is almost right. RFC 1939 §3.</summary>
public sealed class CommandLineTests
{
    private const int MaxLength = 64;

    private static readonly string[] Examples = ["USER ann\r\n", "PASS a b  c \r\n", "TOP 1 10\r\nRETR 2\r\n", "LIST\n", "AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "APOP ann c4c9334bac560ecc979e58001b3e22fb\r\n"];

    private static readonly string[] Pieces = [" ", "\r", "\n", "\r\n", "\0", "\xFF", "-1", "2147483648", "99999999999999999999", new('x', 70)];

    /// <summary>A line is found alike however it arrives, never longer than allowed, and what follows it stays.</summary>
    [Fact]
    public void Lines_are_cut_alike_at_every_split() => Gen.Select(MutatedText.Of(Examples, Pieces), Gen.Int[1, 20]).Sample(static (text, size) =>
    {
        var whole = Lines(new ReadOnlySequence<byte>(text), out long rest);
        var split = Lines(Split.Of(text, size), out long left);
        Assert.Equal(whole, split);
        Assert.Equal(rest, left);
        Assert.All(whole, static line => Assert.True(line.Length < MaxLength && !line.Contains('\n', StringComparison.Ordinal)));
    }, iter: 5_000);

    [Fact]
    public void A_verb_is_short_ASCII_in_upper_case_or_empty() => MutatedText.Of(Examples, Pieces).Sample(static text =>
    {
        var command = CommandLine.Parse(text);
        return command.Verb.Length <= 16 && command.Verb.All(static c => c < 128 && !char.IsAsciiLetterLower(c)) && command.Argument.Length <= text.Length;
    }, iter: 5_000);

    [Fact]
    public void Numbers_are_digits_alone_and_never_negative() => MutatedText.Of(["1", "2147483647", "1 10", "0", "7 "], Pieces).Sample(static text =>
    {
        bool one = Numbers.TryParse(text, out int number);
        bool two = Numbers.TryParseTwo(text, out int first, out int second);
        return number >= 0 && first >= 0 && second >= 0 && (!one || Encoding.Latin1.GetString(text).TrimEnd(' ').All(char.IsAsciiDigit)) && !(one && two);
    }, iter: 5_000);

    private static List<string> Lines(ReadOnlySequence<byte> input, out long rest)
    {
        var lines = new List<string>();
        while (CommandLine.TryReadLine(ref input, MaxLength, out byte[] line) is LineStatus.Complete)
            lines.Add(Encoding.Latin1.GetString(line));
        rest = input.Length;
        return lines;
    }
}
