using System.Buffers;
using System.Net.Security;
using Aether.Tls.Acme;

namespace Aether.Tls.Tests.Acme;

/// <summary>The first record of a connection: whether its client wants to see a challenge, whatever else it may be. RFC 8737 §3.</summary>
public sealed class AcmeHelloTests
{
    [Theory]
    [InlineData("acme-tls/1", true)]
    [InlineData("h2", false)]
    [InlineData("acme-tls/1,h2", false)]
    [InlineData("", false)]
    public async Task The_protocols_of_a_real_hello_are_read(string protocols, bool expected)
    {
        byte[] hello = await HelloAsync(protocols);

        Assert.Equal(expected, AcmeHello.IsChallenge(new ReadOnlySequence<byte>(hello)));
        for (int cut = 1; cut < hello.Length; cut++)
            Assert.Null(AcmeHello.IsChallenge(new ReadOnlySequence<byte>(hello.AsMemory(0, cut))));
    }

    [Fact]
    public async Task Whatever_comes_is_looked_at_without_an_accident()
    {
        byte[] hello = await HelloAsync("acme-tls/1");
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] odd = (byte[])hello.Clone();
            for (int change = random.Next(1, 6); change > 0; change--)
                odd[random.Next(odd.Length)] = (byte)random.Next(256);
            AcmeHello.IsChallenge(new ReadOnlySequence<byte>(odd.AsMemory(0, random.Next(odd.Length + 1))));
        }

        Assert.False(AcmeHello.IsChallenge(new ReadOnlySequence<byte>("GET / HTTP/1.1\r\n"u8.ToArray())));
        Assert.False(AcmeHello.IsChallenge(new ReadOnlySequence<byte>(new byte[] { 22, 3, 1, 255, 255, 1 }))); // longer than a record may be
        Assert.Null(AcmeHello.IsChallenge(ReadOnlySequence<byte>.Empty));
    }

    /// <summary>What a client of this platform sends first.</summary>
    private static async Task<byte[]> HelloAsync(string protocols)
    {
        using var wire = new Wire();
        await using var client = new SslStream(wire);
        var options = new SslClientAuthenticationOptions { TargetHost = "mail.test" };
        if (protocols.Length > 0)
            options.ApplicationProtocols = [.. protocols.Split(',').Select(static name => new SslApplicationProtocol(name))];
        await Assert.ThrowsAnyAsync<IOException>(() => client.AuthenticateAsClientAsync(options));
        return wire.ToArray();
    }

    /// <summary>Keeps what is written; nothing answers.</summary>
    private sealed class Wire : MemoryStream
    {
        public override int Read(Span<byte> buffer) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
