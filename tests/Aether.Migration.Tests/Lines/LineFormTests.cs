using System.Buffers;
using System.Text;
using Aether.Migration.Lines;
using CsCheck;

namespace Aether.Migration.Tests.Lines;

/// <summary>Lines of files and lines of the wire. RFC 5322 §2.1, RFC 4155.</summary>
public sealed class LineFormTests
{
    private static readonly Gen<string> Text = Gen.OneOf("From ", ">", "From", "x", "\r\n", " ", "F").Array[0, 30].Select(static parts => string.Concat(parts));

    [Theory]
    [InlineData(LineForm.Lf, "a\nb\r\nc", "a\r\nb\r\nc")]
    [InlineData(LineForm.Mbox, ">From a\n>>From b\n> From c\n>Fro\n>", "From a\r\n>From b\r\n> From c\r\n>Fro\r\n>")]
    [InlineData(LineForm.AsTheyAre, ">From a\n", ">From a\n")]
    public void Lines_of_files_become_lines_of_the_wire(LineForm form, string file, string wire) => Assert.Equal(wire, Read(form, file, int.MaxValue));

    [Theory]
    [InlineData(LineForm.Lf, "a\r\nFrom b\r\n", "a\nFrom b\n")]
    [InlineData(LineForm.Lf, "a\r\nb", "a\nb\n")]
    [InlineData(LineForm.Mbox, "From a\r\n>From b\r\nFrom\r\n", ">From a\n>>From b\nFrom\n")]
    [InlineData(LineForm.Mbox, "a\rFrom b\r\n", "a\rFrom b\n")]
    public void Lines_of_the_wire_become_lines_of_files(LineForm form, string wire, string file) => Assert.Equal(file, Write(form, wire, int.MaxValue));

    [Fact]
    public void There_and_back_is_the_same_however_the_octets_come() =>
        Gen.Select(Text, Gen.OneOf(LineForm.Lf, LineForm.Mbox), Gen.Int[1, 7]).Sample(static (text, form, chunk) =>
        {
            string wire = text + "\r\n";
            string file = Write(form, wire, chunk);
            Assert.Equal(Write(form, wire, int.MaxValue), file);
            Assert.Equal(wire, Read(form, file, chunk));
            if (form is LineForm.Mbox)
                Assert.DoesNotContain(file.Split('\n'), static line => line.StartsWith("From ", StringComparison.Ordinal));
        });

    private static string Read(LineForm form, string text, int chunk)
    {
        var output = new ArrayBufferWriter<byte>();
        var reader = new LineFormReader(form);
        foreach (byte[] piece in Encoding.Latin1.GetBytes(text).Chunk(chunk))
            reader.Read(piece, output);
        reader.Complete(output);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }

    private static string Write(LineForm form, string text, int chunk)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new LineFormWriter(form);
        foreach (byte[] piece in Encoding.Latin1.GetBytes(text).Chunk(chunk))
            writer.Write(piece, output);
        writer.Complete(output);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
