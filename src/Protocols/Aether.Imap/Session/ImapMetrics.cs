using System.Diagnostics.Metrics;
using Aether.Imap.Wire;

namespace Aether.Imap.Session;

/// <summary>What IMAP sessions count. Tags are bounded: verbs of the command table and statuses.</summary>
public sealed class ImapMetrics
{
    public const string MeterName = "Aether.Imap";

    private static readonly object Ok = "ok";
    private static readonly object No = "no";
    private static readonly object Bad = "bad";

    private readonly UpDownCounter<long> open;
    private readonly Counter<long> sessions;
    private readonly Counter<long> commands;

    public ImapMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        open = meter.CreateUpDownCounter<long>("aether.imap.sessions.open");
        sessions = meter.CreateCounter<long>("aether.imap.sessions");
        commands = meter.CreateCounter<long>("aether.imap.commands");
    }

    internal void Opened()
    {
        open.Add(1);
        sessions.Add(1);
    }

    internal void Closed() => open.Add(-1);

    internal void Ended(string verb, ReplyStatus status) =>
        commands.Add(1, new("verb", verb), new("status", status switch { ReplyStatus.Ok => Ok, ReplyStatus.No => No, _ => Bad }));
}
