using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Blobs;
using CsCheck;

namespace Aether.Storage.Tests.Blobs;

public sealed class FrameCompressionTests
{
    private const string SmallMail = """
        Received: from mail.example.org (mail.example.org [192.0.2.1])
        	by mx.example.test (Postfix) with ESMTPS id 4F2A1
        	for <ann@example.test>; Sun, 22 Nov 2026 12:00:00 +0000 (UTC)
        From: Bob <bob@example.org>
        To: Ann <ann@example.test>
        Subject: Lunch
        Message-ID: <4711@example.org>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Hi Ann,

        are you there at noon?

        Best regards,
        Bob
        """;

    [Fact]
    public void Any_octets_come_back() => Gen.Byte.Array[0, 5_000].Sample(octets => AssertComesBack(octets));

    [Theory]
    [InlineData(FrameCompression.MaxWithDictionary, FrameCodec.ZstdMail1)]
    [InlineData(FrameCompression.MaxWithDictionary + 1, FrameCodec.Zstd)]
    public void Long_frames_do_without_the_dictionary(int length, object codec)
    {
        byte[] octets = new byte[length];
        Assert.Equal(codec, AssertComesBack(octets));
    }

    [Fact]
    public void What_does_not_get_smaller_stays_as_it_is() => Assert.Equal(FrameCodec.Plain, AssertComesBack(RandomNumberGenerator.GetBytes(1_000)));

    [Fact]
    public void A_small_mail_takes_less_than_two_thirds_of_what_it_takes_alone()
    {
        byte[] mail = Encoding.ASCII.GetBytes(SmallMail.ReplaceLineEndings("\r\n"));
        byte[] room = new byte[FrameCompression.MaxStored(mail.Length)];
        int stored = FrameCompression.Compress(mail, room).Stored;
        using var alone = new ZstdSharp.Compressor(3);

        Assert.True(stored * 3 < alone.Wrap(mail).Length * 2, $"{stored} octets");
    }

    [Fact]
    public void The_dictionary_never_changes()
    {
        // What was stored with it can be read with no other. A better one needs a codec of its own.
        using var resource = typeof(FrameCompression).Assembly.GetManifestResourceStream("mail-1.zdict")!;
        Assert.Equal("c4752abaf5825456f4cb5b808cc9e7d92a052e6721517e355f6277cd067f515b", Convert.ToHexStringLower(SHA256.HashData(resource)));
    }

    [Fact]
    public void A_codec_that_is_not_known_is_no_frame()
    {
        byte[] stored = [1, 2, 3];
        Assert.False(FrameCompression.TryExpand(new Frame((FrameCodec)9, 0, 3, 3, FrameCompression.Checksum(stored)), stored, new byte[3]));
    }

    private static FrameCodec AssertComesBack(byte[] octets)
    {
        byte[] room = new byte[FrameCompression.MaxStored(octets.Length)];
        var (codec, length) = FrameCompression.Compress(octets, room);
        byte[] back = new byte[octets.Length];
        var stored = room.AsSpan(0, length);
        Assert.True(FrameCompression.TryExpand(new Frame(codec, 0, length, octets.Length, FrameCompression.Checksum(stored)), stored, back));
        Assert.Equal(octets, back);
        return codec;
    }
}
