using System.Globalization;
using System.Net;
using Aether.Benchmarks;
using BenchmarkDotNet.Running;

// aether-benchmarks store [MESSAGES [FOLDER]]: what grows with a mailbox, up to so many messages; the store stays in FOLDER. Else BenchmarkDotNet's own words.
// aether-benchmarks queue [MESSAGES]: what grows with a queue.
// aether-benchmarks senders [MESSAGES]: what checking and signing cost a message.
// aether-benchmarks keys FILE DOMAIN...: makes keys that sign mail for a load, prints their records.
// aether-benchmarks probe FILE PORT SOURCE: does a server check what comes from there?
// aether-benchmarks load FILE PORT SOURCE SECONDS CONNECTIONS PID...: brings it signed mail.
// aether-benchmarks handshakes PORT TIMES CONNECTIONS PID: full TLS handshakes, and what they cost the server.
// aether-benchmarks accounts FOLDER COUNT: fills a data folder with accounts u0, u1... of example.test.
// aether-benchmarks ask SMTP-PORT IMAP-PORT COUNT PID: looks recipients up and logs accounts in, and what that costs the server.
if (args is ["store", ..])
    await StoreFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000, args.Length > 2 ? args[2] : null);
else if (args is ["queue", ..])
    await QueueFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
else if (args is ["senders", ..])
    await SenderFigures.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2_000);
else if (args is ["keys", var keyFile, .. var domains])
    Console.Write(string.Concat(domains.Select(LoadKeys.Make(keyFile).Records)));
else if (args is ["probe", var probeFile, var probePort, var probeSource])
    return await new SenderLoad(LoadKeys.Read(probeFile), Number(probePort), IPAddress.Parse(probeSource)).ProbeAsync() is { } problem ? Fail(problem) : 0;
else if (args is ["load", var loadFile, var loadPort, var loadSource, var seconds, var connections, .. var pids])
    await new SenderLoad(LoadKeys.Read(loadFile), Number(loadPort), IPAddress.Parse(loadSource)).RunAsync(Number(seconds), Number(connections), [.. pids.Select(Number)]);
else if (args is ["handshakes", var tlsPort, var times, var atATime, var pid])
    await new HandshakeLoad(Number(tlsPort), Number(atATime)).RunAsync(Number(times), Number(pid));
else if (args is ["accounts", var folder, var count])
    await AccountFigures.FillAsync(folder, Number(count));
else if (args is ["ask", var smtpPort, var imapPort, var known, var server])
    await AccountFigures.AskAsync(Number(smtpPort), Number(imapPort), Number(known), Number(server));
else
    BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmarks).Assembly).Run(args);
return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Fail(string problem)
{
    Console.Error.WriteLine(problem);
    return 1;
}
