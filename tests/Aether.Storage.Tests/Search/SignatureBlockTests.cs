using System.Text;
using Aether.Storage.Search;
using CsCheck;

namespace Aether.Storage.Tests.Search;

/// <summary>Signatures may let a message pass that does not match; they never hold one back that does.</summary>
public sealed class SignatureBlockTests
{
    [Fact]
    public void A_text_that_holds_the_string_passes() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 3, 200].Array[1, 40], Gen.Int[0, 39], Gen.Int[0, 150], Gen.Int[0, 20]).Sample((texts, which, from, length) =>
        {
            byte[][] octets = [.. texts.Select(Encoding.UTF8.GetBytes)];
            byte[] holder = octets[which % octets.Length];
            from %= holder.Length;
            byte[] needle = holder[from..Math.Min(holder.Length, from + length)];

            return IsPossible(Build(octets), which % octets.Length, needle);
        }, iter: 2_000);

    [Fact]
    public void Most_texts_that_do_not_hold_it_are_left_out()
    {
        var random = new Random(7);
        byte[][] texts = [.. Enumerable.Range(0, SignatureBlock.Messages).Select(_ => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 600).Select(_ => (char)('A' + random.Next(26))))))];
        var block = Build(texts);

        int passed = Enumerable.Range(0, texts.Length).Count(message => IsPossible(block, message, "ZEBRACROSSING"u8.ToArray()));

        Assert.InRange(passed, 0, 5);
    }

    [Fact]
    public void A_string_too_short_for_a_run_holds_nothing_back() => Assert.True(IsPossible(Build(["xyz"u8.ToArray()]), 0, "QQ"u8.ToArray()));

    [Fact]
    public void A_message_known_in_part_always_passes()
    {
        var block = SignatureBlock.ForTexts(100);
        block.AddEverything(3);
        Assert.True(IsPossible(block, 3, "ANYTHING"u8.ToArray()));
        Assert.False(IsPossible(block, 4, "ANYTHING"u8.ToArray()));
    }

    private static SignatureBlock Build(byte[][] texts)
    {
        var block = SignatureBlock.ForTexts(texts.Sum(text => text.Length));
        for (int i = 0; i < texts.Length; i++)
            block.Add(i, texts[i]);
        return block;
    }

    private static bool IsPossible(SignatureBlock block, int message, byte[] needle)
    {
        ulong[] possible = new ulong[SignatureBlock.Messages / 64];
        SignatureBlock.Sift(block.Bits, [.. TrigramSet.Of(needle)], possible);
        return (possible[message >> 6] >> (message & 63) & 1) is 1;
    }
}
