using Aether.Testing.Stores;
using Aether.Validation.Keys;
using CsCheck;

namespace Aether.Validation.Tests.Keys;

public sealed class KeySealerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_sealed_opens_in_its_place_only()
    {
        var sealer = new KeySealer(folder.File("key"));
        var text = sealer.Seal([1, 2, 3], "here");
        Assert.Equal([1, 2, 3], sealer.Open(text, "here"));
        Assert.Null(sealer.Open(text, "there"));
        Assert.NotEqual(text, sealer.Seal([1, 2, 3], "here"));
        Assert.DoesNotContain(Convert.ToBase64String([1, 2, 3]), text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_outlives_the_process_and_is_the_owners_alone()
    {
        var text = new KeySealer(folder.File("sub/key")).Seal([9], "x");
        Assert.Equal([9], new KeySealer(folder.File("sub/key")).Open(text, "x"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("sub/key")));
        Assert.Null(new KeySealer(folder.File("other")).Open(text, "x"));
    }

    [Fact]
    public void A_file_that_is_no_key_is_told()
    {
        File.WriteAllText(folder.File("key"), "AAAA");
        Assert.Throws<InvalidDataException>(() => new KeySealer(folder.File("key")).Seal([1], "x"));
    }

    [Fact]
    public void Bits_that_belong_to_no_octet_are_a_change()
    {
        var sealer = new KeySealer(folder.File("key"));
        var text = sealer.Seal([1, 2, 3, 4], "here"); // 32 octets: the last letter before the = has four bits of one, and two of none
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char next = Letters[Letters.IndexOf(text[^2], StringComparison.Ordinal) + 1];
        Assert.Null(sealer.Open(text[..^2] + next + '=', "here"));
    }

    [Fact]
    public void Any_other_text_does_not_open()
    {
        var sealer = new KeySealer(folder.File("key"));
        var text = sealer.Seal([1, 2, 3, 4], "here");
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char["1:Aa+/=\0"]).Sample((at, c) =>
        {
            var changed = text[..at] + c + text[(at + 1)..];
            Assert.True(changed == text || sealer.Open(changed, "here") is null);
            Assert.Null(sealer.Open(text[..at], "here"));
        }, iter: 500);
    }
}
