using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Aether.Monitoring.Logs;

/// <summary>
/// Lines on their way to a stream. Those that come within a moment go there by one write: a thread that is woken for each, and a call of the
/// system for each, cost more than the line. Case F21: who reads them may stall, and nobody who logs waits for that; what there is no room for is
/// counted and told.
/// </summary>
internal sealed class WaitingLines : IDisposable
{
    /// <summary>Octets that may wait.</summary>
    public const int Most = 4 << 20;

    /// <summary>With so many octets no more lines are waited for.</summary>
    private const int Enough = 64 << 10;

    /// <summary>Room that only the news of dropped lines takes.</summary>
    private const int Reserve = 4 << 10;

    /// <summary>What a burst took beyond that is given back.</summary>
    private const int KeptSize = 4 * Enough;

    /// <summary>An end waits no longer for who reads the log.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private static readonly Counter<long> Dropped = new Meter("Aether.Monitoring").CreateCounter<long>("aether.log.dropped", description: "Lines of the log that were dropped, because who reads it is too slow.");

    private readonly object gate = new();
    private readonly Stream target;
    private readonly TimeSpan pause;
    private readonly Action<long> tellDropped;
    private readonly Thread thread;
    private byte[] waiting = new byte[Enough];
    private int length;
    private byte[] going = new byte[Enough];
    private long dropped;
    private long taken;
    private long done;
    private bool isResting;
    private bool isUrgent;
    private bool isOver;

    /// <param name="target">Takes the lines.</param>
    /// <param name="pause">How long a line waits for others.</param>
    /// <param name="tellDropped">Logs how many had no room.</param>
    public WaitingLines(Stream target, TimeSpan pause, Action<long> tellDropped)
    {
        (this.target, this.pause, this.tellDropped) = (target, pause, tellDropped);
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
        thread = new Thread(Run) { Name = "aether-log", IsBackground = true };
        thread.UnsafeStart(); // no scope of whoever made it
    }

    /// <summary>Takes a line. A critical one has been written when this returns, unless its reader stalls: it may be the last thing that the process does.</summary>
    public void Add(ReadOnlySpan<byte> line, LogLevel level)
    {
        lock (gate)
        {
            if (isOver || !TryKeep(line))
            {
                Drop(1);
                return;
            }

            if (level >= LogLevel.Warning || length >= Enough)
                Hurry();
            else if (isResting)
                Wake();
            if (level is LogLevel.Critical)
                AwaitWritten();
        }
    }

    /// <summary>Writes what waits; gives up where its reader stalls.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        lock (gate)
        {
            AwaitWritten();
            isOver = true;
            Wake();
        }
    }

    private void OnEnd(object? sender, EventArgs end)
    {
        lock (gate)
            AwaitWritten();
    }

    private bool TryKeep(ReadOnlySpan<byte> line)
    {
        int most = Thread.CurrentThread == thread ? Most + Reserve : Most;
        if (line.Length > most - length)
            return false;
        if (waiting.Length - length < line.Length)
            Array.Resize(ref waiting, Math.Max(2 * waiting.Length, length + line.Length));
        line.CopyTo(waiting.AsSpan(length));
        length += line.Length;
        taken += line.Length;
        return true;
    }

    private void Drop(long lines)
    {
        dropped += lines;
        Dropped.Add(lines);
    }

    private void Hurry()
    {
        if (isUrgent)
            return;
        isUrgent = true;
        Wake();
    }

    private void Wake()
    {
        isResting = false;
        Monitor.PulseAll(gate);
    }

    private void AwaitWritten()
    {
        if (Thread.CurrentThread == thread)
            return;
        long goal = taken;
        long started = Stopwatch.GetTimestamp();
        while (done < goal && LastPatience - Stopwatch.GetElapsedTime(started) is var rest && rest > TimeSpan.Zero)
        {
            Hurry();
            Monitor.Wait(gate, Whole(rest));
        }
    }

    private void Run()
    {
        while (Take() is { } count)
        {
            var lines = going.AsSpan(0, count);
            bool isWritten = TryWrite(lines);
            lock (gate)
            {
                done += count;
                if (!isWritten)
                    Drop(lines.Count((byte)'\n'));
                Monitor.PulseAll(gate);
            }

            if (going.Length > KeptSize)
                going = new byte[Enough];
        }
    }

    /// <summary>Waits for lines, and then a moment for more.</summary>
    /// <returns>How many octets are to go; null at the end.</returns>
    private int? Take()
    {
        lock (gate)
        {
            while (length is 0 && !isOver)
            {
                isResting = true;
                Monitor.Wait(gate);
            }

            isResting = false;
            if (length is 0)
                return null;
            long started = Stopwatch.GetTimestamp();
            while (!isUrgent && !isOver && pause - Stopwatch.GetElapsedTime(started) is var rest && rest > TimeSpan.Zero)
                Monitor.Wait(gate, Whole(rest));

            // Told with lines that go anyway, behind the last one before the gap: where nothing can be written this would have no end.
            if (dropped > 0)
                tellDropped(Interlocked.Exchange(ref dropped, 0));
            isUrgent = false;
            (waiting, going) = (going, waiting);
            int count = length;
            length = 0;
            return count;
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> lines)
    {
        try
        {
            target.Write(lines);
            target.Flush();
            return true;
        }
        catch (IOException)
        {
            return false; // a full disk: it may have room again
        }
    }

    /// <summary>The system waits for whole milliseconds, and for none it does not wait.</summary>
    private static TimeSpan Whole(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
}
