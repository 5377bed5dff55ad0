using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Sets of numbers equal a naive model. RFC 3501 §9 sequence-set.</summary>
public sealed class SequenceSetTests
{
    private static readonly Gen<uint> Number = Gen.UInt[0, 12];

    private static readonly Gen<(uint First, uint Last)[]> Ranges = Gen.Select(Number, Number).Array[1, 8];

    [Theory]
    [InlineData("1", 5, "1")]
    [InlineData("2:4,3", 5, "2:4")]
    [InlineData("4:2", 5, "2:4")]
    [InlineData("*", 5, "5")]
    [InlineData("3:*", 5, "3:5")]
    [InlineData("9:*", 5, "5:9")]
    [InlineData("1,2,4:*", 5, "1:2,4:5")]
    [InlineData("4294967295", 5, "4294967295")]
    public void A_set_is_resolved_in_rising_order(string text, uint highest, string expected)
    {
        Assert.True(SequenceSet.TryParse(Encoding.ASCII.GetBytes(text), 100, out var set));
        Assert.Equal(expected, string.Join(',', set.Resolve(highest).Select(static range => range.First == range.Last ? $"{range.First}" : $"{range.First}:{range.Last}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("1,")]
    [InlineData(",1")]
    [InlineData("1:")]
    [InlineData("1:2:3")]
    [InlineData("4294967296")]
    [InlineData("1 2")]
    public void What_is_no_set_is_refused(string text) => Assert.False(SequenceSet.TryParse(Encoding.ASCII.GetBytes(text), 100, out _));

    [Fact]
    public void More_ranges_than_allowed_are_refused() => Assert.False(SequenceSet.TryParse("1,3,5"u8, 2, out _));

    [Fact]
    public void Resolved_ranges_hold_what_a_naive_model_holds() => Ranges.Sample(static ranges =>
    {
        const uint Highest = 9;
        Assert.True(SequenceSet.TryParse(Encoding.ASCII.GetBytes(Text(ranges)), 100, out var set));
        var resolved = set.Resolve(Highest);
        for (uint number = 1; number <= 13; number++)
        {
            bool expected = ranges.Any(range => number >= Math.Min(Value(range.First), Value(range.Last)) && number <= Math.Max(Value(range.First), Value(range.Last)));
            Assert.Equal(expected, resolved.Any(range => range.Contains(number)));
        }

        for (int i = 1; i < resolved.Length; i++)
            Assert.True(resolved[i].First > resolved[i - 1].Last + 1);

        static uint Value(uint number) => number is 0 ? Highest : number;
    });

    [Fact]
    public void A_set_reads_back_as_written() => Ranges.Sample(static ranges =>
    {
        string text = Text(ranges);
        return SequenceSet.TryParse(Encoding.ASCII.GetBytes(text), 100, out var set) && set.ToString() == text;
    });

    [Fact]
    public void Numbers_are_written_as_the_shortest_set() => Assert.Equal("1:3,5,7:8", SequenceSet.Format([1, 2, 3, 5, 7, 8]));

    private static string Text((uint First, uint Last)[] ranges) =>
        string.Join(',', ranges.Select(static range => range.First == range.Last ? Text(range.First) : $"{Text(range.First)}:{Text(range.Last)}"));

    private static string Text(uint number) => number is 0 ? "*" : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
