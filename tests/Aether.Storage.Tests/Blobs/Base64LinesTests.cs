using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Blobs;
using CsCheck;

namespace Aether.Storage.Tests.Blobs;

/// <summary>Lines of base64 are told in octets, and come back as they were.</summary>
public sealed class Base64LinesTests
{
    private static readonly Gen<byte[]> Prose = Gen.Char["ab =+/\r\n\0\u00fc"].Array[0, 300].Select(static letters => Encoding.Latin1.GetBytes(letters));

    private static readonly Gen<byte[]> Attachment = Gen.Select(Gen.Byte.Array[0, 4000], Gen.Int[9, 40], Gen.Bool).Select(static (octets, quads, isProper) =>
        Encoding.ASCII.GetBytes(string.Join(isProper ? "\r\n" : "\n", Convert.ToBase64String(octets).Chunk(quads * 4).Select(static line => new string(line)))));

    [Fact]
    public void Any_mixture_comes_back() => Gen.OneOf(Prose, Attachment).Array[0, 6].Select(static pieces => pieces.SelectMany(static piece => piece).ToArray()).Sample(static octets =>
    {
        byte[] folded = new byte[octets.Length];
        int length = Base64Lines.Fold(octets, folded);
        byte[] back = new byte[octets.Length];
        return length == 0 || (length < octets.Length && Base64Lines.TryUnfold(folded.AsSpan(0, length), back) && back.AsSpan().SequenceEqual(octets));
    });

    [Theory]
    [InlineData(76)]
    [InlineData(64)]
    [InlineData(996)]
    public void An_attachment_takes_three_quarters_however_long_its_lines_are(int letters)
    {
        byte[] mail = Mail(100_000, letters);
        byte[] folded = new byte[mail.Length];

        int length = Base64Lines.Fold(mail, folded);

        Assert.InRange(length, 100_000, 100_400 + letters);
        byte[] back = new byte[mail.Length];
        Assert.True(Base64Lines.TryUnfold(folded.AsSpan(0, length), back));
        Assert.Equal(mail, back);
    }

    [Theory]
    [InlineData(20_000, FrameCodec.ZstdMail1Base64)]
    [InlineData(100_000, FrameCodec.ZstdBase64)]
    public void A_frame_with_an_attachment_is_stored_so(int size, object codec)
    {
        byte[] mail = Mail(size, 76);
        byte[] room = new byte[FrameCompression.MaxStored(mail.Length)];

        var (used, length) = FrameCompression.Compress(mail, room);

        Assert.Equal(codec, used);
        Assert.InRange(length, size, size + 300);
        byte[] back = new byte[mail.Length];
        var stored = room.AsSpan(0, length);
        Assert.True(FrameCompression.TryExpand(new Frame(used, 0, length, mail.Length, FrameCompression.Checksum(stored)), stored, back));
        Assert.Equal(mail, back);
        Array.Clear(back);
        Assert.True(FrameCompression.TryExpandUnchecked(stored, back));
        Assert.Equal(mail, back);
    }

    [Fact]
    public void Whatever_is_not_such_a_form_is_refused()
    {
        byte[] mail = Mail(6_000, 76);
        byte[] folded = new byte[mail.Length];
        int length = Base64Lines.Fold(mail, folded);
        byte[] back = new byte[mail.Length];
        Gen.Int[0, length - 1].Sample(end => !Base64Lines.TryUnfold(folded.AsSpan(0, end), back));
        Gen.Select(Gen.Int[0, 8], Gen.Byte).Sample((at, octet) =>
        {
            byte[] damaged = folded[..length];
            damaged[at] = octet;
            Base64Lines.TryUnfold(damaged, back); // what comes out is for the checksum to tell
        });
        Gen.Byte.Array[0, 40].Sample(octets => { Base64Lines.TryUnfold(octets, back); });
        Assert.False(Base64Lines.TryUnfold(folded.AsSpan(0, length), back.AsSpan(1)));
        Assert.False(FrameCompression.TryExpand(new Frame(FrameCodec.ZstdBase64, 0, length, mail.Length, FrameCompression.Checksum(folded.AsSpan(0, length))), folded.AsSpan(0, length), back));
    }

    private static byte[] Mail(int attachment, int letters)
    {
        var random = RandomNumberGenerator.GetBytes(attachment);
        string lines = string.Join("\r\n", Convert.ToBase64String(random).Chunk(letters).Select(static line => new string(line)));
        return Encoding.ASCII.GetBytes($"Subject: x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}\r\n--b--\r\n");
    }
}
