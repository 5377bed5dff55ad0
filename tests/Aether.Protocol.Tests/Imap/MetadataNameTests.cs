using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Names of annotations. RFC 5464 §3.1.</summary>
public sealed class MetadataNameTests
{
    [Theory]
    [InlineData("/shared/Comment", false, "/comment")]
    [InlineData("/PRIVATE/vendor/x", true, "/vendor/x")]
    public void Names_ignore_case(string text, bool isPrivate, string path)
    {
        Assert.True(MetadataName.TryParse(Encoding.ASCII.GetBytes(text), out var name));
        Assert.Equal(new MetadataName(isPrivate, path), name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/shared")]
    [InlineData("/shared/")]
    [InlineData("shared/x")]
    [InlineData("/sharedx/y")]
    [InlineData("/shared/x//y")]
    [InlineData("/shared/%")]
    [InlineData("/shared/a\u0001")]
    public void Others_are_none(string text) => Assert.False(MetadataName.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void What_was_read_is_read_again_as_the_same() => Gen.Byte.Array[0, 60].Sample(octets =>
        !MetadataName.TryParse([.. "/private/"u8, .. octets], out var name) || (MetadataName.TryParse(Encoding.ASCII.GetBytes(name.ToString()), out var again) && again == name));

    [Fact]
    public void What_is_read_of_any_octets_names_something() => Gen.Byte.Array[0, 200].Sample(octets =>
    {
        var get = new ArgumentReader([.. " INBOX "u8, .. octets]);
        var set = new ArgumentReader([.. " INBOX (/shared/x "u8, .. octets]);
        return (!GetMetadataArguments.TryParse(ref get, out var asked) || asked.Names.Count > 0) && (!SetMetadataArguments.TryParse(ref set, out var given) || given.Entries.Count > 0);
    });
}
