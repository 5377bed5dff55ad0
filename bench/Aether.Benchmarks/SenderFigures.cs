using System.Diagnostics;
using System.Globalization;

namespace Aether.Benchmarks;

/// <summary>
/// What is asked of mail authentication: a message with an RSA-2048 and an Ed25519 signature, SPF and DMARC, answers at hand, checked in at most 0.5 ms (median); both
/// signatures made in at most 2 ms; memory that does not grow with the message. All on one thread: on a quiet machine, time is time of the processor.
/// </summary>
internal static class SenderFigures
{
    private const int WarmUp = 500;
    private static readonly int[] Sizes = [4 << 10, 64 << 10, 1 << 20, 16 << 20];

    public static async Task RunAsync(int messages)
    {
        Console.WriteLine("One RSA-2048 and one Ed25519 signature, SPF, DMARC, answers at hand. Aims, median: check 0.5 ms, sign 2 ms; KB allocated do not grow with the message.");
        Console.WriteLine($"{"message",12}{"check ms",12}{"p95",10}{"sign ms",12}{"p95",10}{"check KB",12}{"sign KB",12}");
        foreach (int size in Sizes)
        {
            var bench = new SenderBenchmarks { Size = size };
            bench.Setup();
            int times = Math.Max(20, (int)(messages * Math.Min(1.0, (64 << 10) / (double)size)));
            var check = await MeasureAsync(async () => _ = await bench.CheckAsync(), times);
            var sign = await MeasureAsync(
                () =>
                {
                    bench.Sign();
                    return Task.CompletedTask;
                },
                times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,12}{check.Median,12:0.000}{check.High,10:0.000}{sign.Median,12:0.000}{sign.High,10:0.000}{check.Allocated / 1024,12:0.0}{sign.Allocated / 1024,12:0.0}"));
        }
    }

    private static async Task<(double Median, double High, double Allocated)> MeasureAsync(Func<Task> work, int times)
    {
        for (int i = 0; i < Math.Min(WarmUp, times); i++)
            await work();
        double[] took = new double[times];
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < times; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await work();
            took[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        double allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)times;
        Array.Sort(took);
        return (took[times / 2], took[times * 95 / 100], allocated);
    }
}
