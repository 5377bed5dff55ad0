using System.Text;
using Aether.Storage.Blobs;
using BenchmarkDotNet.Attributes;

namespace Aether.Benchmarks;

/// <summary>What storing and reading a frame costs: a small mail of text, and one with an attachment.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private byte[] octets = [];
    private byte[] room = [];
    private byte[] back = [];
    private Frame frame;

    [Params("text 4 KB", "text 100 KB", "attachment 100 KB")]
    public string Mail { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        byte[] random = new byte[72 << 10];
        new Random(1).NextBytes(random);
        octets = Mail switch
        {
            "text 4 KB" => SampleMail.Make(4_096),
            "text 100 KB" => SampleMail.Make(102_400),
            _ => [.. SampleMail.Make(2_048), .. Encoding.ASCII.GetBytes(Convert.ToBase64String(random, Base64FormattingOptions.InsertLineBreaks))],
        };
        room = new byte[FrameCompression.MaxStored(octets.Length)];
        back = new byte[octets.Length];
        var (codec, stored) = FrameCompression.Compress(octets, room);
        frame = new Frame(codec, 0, stored, octets.Length, FrameCompression.Checksum(room.AsSpan(0, stored)));
        Console.WriteLine($"// {Mail}: {octets.Length} octets are stored as {stored}, {codec}");
    }

    [Benchmark]
    public int Compress() => FrameCompression.Compress(octets, room).Stored;

    [Benchmark]
    public bool Expand() => FrameCompression.TryExpand(frame, room.AsSpan(0, frame.Stored), back);
}
