using Aether.Mime.Scanning;
using BenchmarkDotNet.Attributes;

namespace Aether.Benchmarks;

/// <summary>The one parse of a message on its way in.</summary>
[MemoryDiagnoser]
public class ScanBenchmarks
{
    private byte[] mail = [];

    [Params(4_096, 102_400)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => mail = SampleMail.Make(Size);

    [Benchmark]
    public MessageFacts Scan()
    {
        var scanner = new MessageScanner(MimeLimits.Default);
        scanner.Append(mail);
        return scanner.Complete();
    }
}
