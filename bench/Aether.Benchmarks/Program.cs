using System.Globalization;
using Aether.Benchmarks;
using BenchmarkDotNet.Running;

// aether-benchmarks store [MESSAGES]: what grows with a mailbox, up to so many messages. Else BenchmarkDotNet's own words.
// aether-benchmarks queue [MESSAGES]: what grows with a queue.
// aether-benchmarks senders [MESSAGES]: what checking and signing cost a message.
if (args is ["store", ..])
    await StoreFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
else if (args is ["queue", ..])
    await QueueFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
else if (args is ["senders", ..])
    await SenderFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2_000);
else
    BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args);
