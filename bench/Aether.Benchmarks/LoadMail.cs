using System.Globalization;
using System.Text;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.Benchmarks;

/// <summary>Mail for a load: signed with RSA and Ed25519 in the name of its author, or not at all.</summary>
internal static class LoadMail
{
    private const int Size = 4096;

    /// <param name="keys">Who signs; none: nobody.</param>
    public static byte[] Make(string author, int number, IReadOnlyList<DkimSigningKey> keys)
    {
        var now = TimeProvider.System.GetUtcNow();
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"From: Joe <joe@{author}>\r\nTo: Ann <ann@example.test>\r\nSubject: Message {number}\r\nDate: {now:ddd, dd MMM yyyy HH:mm:ss} +0000\r\nMessage-ID: <{number}.{now.Ticks}@{author}>\r\n");
        string sample = Encoding.ASCII.GetString(SampleMail.Make(Size));
        byte[] plain = Encoding.ASCII.GetBytes(head + sample[sample.IndexOf("MIME-Version", StringComparison.Ordinal)..]);
        int bodyStart = plain.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        var header = new HeaderBlock(plain.AsMemory(0, bodyStart));
        using var hash = new BodyHash(Canonicalization.Relaxed, null);
        hash.Append(plain.AsSpan(bodyStart));
        byte[] octets = hash.Complete();
        return [.. Encoding.ASCII.GetBytes(string.Concat(keys.Select(key => DkimSigner.Sign(header, octets, key, now)))), .. plain];
    }
}
