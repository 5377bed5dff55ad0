using Aether.Queue.Returns;
using CsCheck;

namespace Aether.Queue.Tests.Returns;

/// <summary>Sender addresses that name the recipient.</summary>
public sealed class VerpAddressTests
{
    private static readonly VerpAddress Verp = new("a key"u8.ToArray());

    [Theory]
    [InlineData("news@our.test", "dora@remote.test")]
    [InlineData("news+weekly@our.test", "dora+x=y@remote.test")]
    [InlineData("a-b@our.test", "c-d@e.remote.test")]
    public void What_was_written_is_read_again(string sender, string recipient)
    {
        string address = Verp.Write(sender, recipient)!;
        Assert.True(address.IndexOf('@', StringComparison.Ordinal) <= 64);
        Assert.True(Verp.TryRead(address, out string readSender, out string readRecipient));
        Assert.Equal((sender, recipient), (readSender, readRecipient));
        Assert.True(Verp.TryRead(address.ToUpperInvariant(), out _, out readRecipient));
        Assert.Equal(recipient, readRecipient, ignoreCase: true);
    }

    [Theory]
    [InlineData("news@our.test")]
    [InlineData("news+0000000000-dora=remote.test@our.test")]
    [InlineData("news+@our.test")]
    [InlineData("@")]
    [InlineData("")]
    public void What_others_make_up_is_not_believed(string address) => Assert.False(Verp.TryRead(address, out _, out _));

    [Fact]
    public void Another_key_writes_other_addresses()
    {
        string address = new VerpAddress("another"u8.ToArray()).Write("news@our.test", "dora@remote.test")!;
        Assert.False(Verp.TryRead(address, out _, out _));
    }

    [Theory]
    [InlineData("news@our.test", "a-very-long-local-part-that-leaves-no-room-at-all@remote.test")]
    [InlineData("news@our.test", "\"a b\"@remote.test")]
    [InlineData("news@our.test", "x@[192.0.2.1]")]
    [InlineData("", "dora@remote.test")]
    public void What_does_not_fit_goes_under_the_plain_sender(string sender, string recipient) => Assert.Null(Verp.Write(sender, recipient));

    [Fact]
    public void Any_address_is_read_or_refused() => Gen.String.Sample(text => Verp.TryRead(text, out _, out _) || true);
}
