using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>LIST wildcards. RFC 3501 §6.3.8; case I06.</summary>
public sealed class ListPatternTests
{
    [Theory]
    [InlineData("*", "a/b", true)]
    [InlineData("%", "a", true)]
    [InlineData("%", "a/b", false)]
    [InlineData("%/%", "a/b", true)]
    [InlineData("a%", "a", true)]
    [InlineData("a*c", "abc/c", true)]
    [InlineData("a%c", "ab/c", false)]
    [InlineData("*b%", "a/bc", true)]
    [InlineData("*b%", "ab/c", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("A", "a", false)]
    public void A_pattern_matches(string pattern, string name, bool expected) => Assert.Equal(expected, new ListPattern(pattern, '/').Matches(name));

    [Fact]
    public void Patterns_agree_with_a_naive_matcher()
    {
        var pieces = Gen.Int[0, 4].Select(static at => "ab/*%"[at]);
        Gen.Select(pieces.Array[0, 90], Gen.Int[0, 2].Select(static at => "ab/"[at]).Array[0, 12]).Sample(static (pattern, name) =>
            new ListPattern(new string(pattern), '/').Matches(name) == Naive(pattern, name), iter: 20_000);
    }

    [Fact]
    public void A_thousand_wildcards_are_no_work()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a%", 1_000)) + "b";

        Assert.False(new ListPattern(pattern, '/').Matches(new string('a', 5_000)));
    }

    private static bool Naive(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var reachable = new bool[name.Length + 1];
        reachable[0] = true;
        foreach (char step in pattern)
        {
            var next = new bool[name.Length + 1];
            for (int at = 0; at <= name.Length; at++)
            {
                if (!reachable[at])
                    continue;
                if (step is not ('*' or '%'))
                {
                    if (at < name.Length && name[at] == step)
                        next[at + 1] = true;
                    continue;
                }

                for (int end = at; end <= name.Length && (end == at || step is '*' || name[end - 1] is not '/'); end++)
                    next[end] = true;
            }

            reachable = next;
        }

        return reachable[^1];
    }
}
