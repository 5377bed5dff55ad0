using System.Diagnostics.Metrics;

namespace Aether.Pop3.Session;

/// <summary>What POP3 sessions count. Tags are bounded: verbs of the command table and statuses.</summary>
public sealed class Pop3Metrics
{
    public const string MeterName = "Aether.Pop3";

    private static readonly object Ok = "ok";
    private static readonly object Error = "err";

    private readonly UpDownCounter<long> open;
    private readonly Counter<long> sessions;
    private readonly Counter<long> commands;

    public Pop3Metrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        open = meter.CreateUpDownCounter<long>("aether.pop3.sessions.open");
        sessions = meter.CreateCounter<long>("aether.pop3.sessions");
        commands = meter.CreateCounter<long>("aether.pop3.commands");
    }

    internal void Opened()
    {
        open.Add(1);
        sessions.Add(1);
    }

    internal void Closed() => open.Add(-1);

    internal void Ended(string verb, bool isOk) => commands.Add(1, new("verb", verb), new("status", isOk ? Ok : Error));
}
