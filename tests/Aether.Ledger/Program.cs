using System.Globalization;
using Aether.Ledger;

// aether-ledger smtp|imap [KILLS] [SEED] [DATA CUT]: kills the server again and again under load and compares what it acknowledged
// with what it has afterwards. Prints one line; exit code 1 when anything was lost, torn, doubled or made up.
// With DATA and CUT the server's data lie in that folder, and the program CUT takes the power from its disk after each kill.
int kills = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 300;
int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
Console.WriteLine($"seed {seed}");
var power = args.Length > 4 ? new PowerCut(args[3], args[4]) : null;
var report = args is ["imap", ..] ? await ImapCrashRun.RunAsync(kills, seed, power) : await SmtpCrashRun.RunAsync(kills, seed, power);
Console.WriteLine(report);
return report.IsSound ? 0 : 1;
