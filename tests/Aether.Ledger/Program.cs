using System.Globalization;
using Aether.Ledger;

// aether-ledger smtp|imap [KILLS] [SEED] [DATA CUT]: kills the server again and again under load and compares what it acknowledged
// with what it has afterwards. aether-ledger database [EVENTS] [SEED]: the same, with faults of the PostgreSQL below it.
// aether-ledger cluster [EVENTS] [SEED] [FAULT…]: three nodes, faults of nodes and of their Redis.
// aether-ledger partition [EVENTS] [SEED]: three nodes, faults of the networks between each of them and what they share.
// aether-ledger failover EVENTS SEED URL COMMAND: the same on a database that others look after; bench/failover.sh starts one with Patroni.
// aether-ledger sync [RUNS] [SEED]: as smtp, with syncs that fail (strace) in place of kills.
// aether-ledger delivery [KILLS] [SEED]: kills during deliveries to a server on the far side and to mailboxes here.
// Prints one line; exit code 1 when anything was lost, torn, doubled or made up.
// With DATA and CUT the server's data lie in that folder, and the program CUT takes the power from its disk after each kill.
int kills = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 300;
int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
Console.WriteLine($"seed {seed}");
if (args is ["delivery", ..])
{
    var delivered = await DeliveryCrashRun.RunAsync(kills, seed);
    Console.WriteLine(delivered);
    return delivered.IsSound ? 0 : 1;
}

var power = args is ["smtp" or "imap", ..] && args.Length > 4 ? new PowerCut(args[3], args[4]) : null;
var report = args switch
{
    ["imap", ..] => await ImapCrashRun.RunAsync(kills, seed, power),
    ["sync", ..] => await SmtpCrashRun.RunAsync(kills, seed, crash: SyncFailure.InflictAsync),
    ["database", ..] => await DatabaseFaultRun.RunAsync(kills, seed, held: TimeSpan.FromSeconds(30)),
    ["failover", _, _, { } url, { } command] => await FailoverRun.RunAsync(kills, seed, url, command),
    ["cluster", ..] => await ClusterFaultRun.RunAsync(kills, seed, held: TimeSpan.FromSeconds(30), args.Length > 3 ? args[3..] : []),
    ["partition", ..] => await PartitionRun.RunAsync(kills, seed, held: TimeSpan.FromSeconds(30)),
    _ => await SmtpCrashRun.RunAsync(kills, seed, power),
};
Console.WriteLine(report);
return report.IsSound ? 0 : 1;
