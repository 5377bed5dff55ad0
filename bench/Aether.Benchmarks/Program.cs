using System.Globalization;
using Aether.Benchmarks;
using BenchmarkDotNet.Running;

// aether-benchmarks store [MESSAGES]: what grows with a mailbox, up to so many messages. Else BenchmarkDotNet's own words.
// aether-benchmarks queue [MESSAGES]: what grows with a queue.
if (args is ["store", ..])
    await StoreFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
else if (args is ["queue", ..])
    await QueueFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
else
    BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args);
