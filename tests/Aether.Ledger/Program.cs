using System.Globalization;
using Aether.Ledger;

// aether-ledger smtp|imap [KILLS] [SEED]: kills the server again and again under load and compares what it acknowledged
// with what it has afterwards. Prints one line; exit code 1 when anything was lost, torn, doubled or made up.
int kills = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 300;
int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
Console.WriteLine($"seed {seed}");
var report = args is ["imap", ..] ? await ImapCrashRun.RunAsync(kills, seed) : await SmtpCrashRun.RunAsync(kills, seed);
Console.WriteLine(report);
return report.IsSound ? 0 : 1;
