using System.Security.Cryptography;
using Aether.Dns.Updates;

namespace Aether.Dns.Tests.Updates;

/// <summary>Whatever comes back, it is the server's own answer or it is not believed. RFC 8945 §5.3.</summary>
public class TsigTests
{
    private static readonly TsigKey Key = new("key.test", "hmac-sha512", RandomNumberGenerator.GetBytes(64));

    [Fact]
    public void No_answer_is_believed_that_its_key_did_not_sign()
    {
        byte[] request = UpdateMessage.Write(7, "example.test", new DnsChange("a.example.test", "A", "192.0.2.1", TimeSpan.FromHours(1), DnsChangeMode.Add));
        var tsig = new Tsig(Key, TimeProvider.System);
        byte[] signed = tsig.Sign(request);
        Assert.Equal(1, signed[11]);

        // What the request's own signature covers is no answer to it, however it is cut or changed.
        Assert.False(tsig.IsGenuine(signed));
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] octets = i % 2 == 0 ? signed[..random.Next(signed.Length)] : [.. signed];
            if (octets.Length > 0)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            Assert.False(tsig.IsGenuine(octets));
        }
    }

    [Fact]
    public void A_key_does_not_tell_its_secret() => Assert.Equal("key.test", Key.ToString());
}
