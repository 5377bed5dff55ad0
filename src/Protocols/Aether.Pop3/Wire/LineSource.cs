using Aether.Net.Connections;
using Aether.Protocol.Pop3;
using Aether.Protocol.Text;

namespace Aether.Pop3.Wire;

/// <summary>Reads lines off the connection: the one place that knows about its pipe. Flushes before it waits, so that a batch of pipelined commands is answered at once.</summary>
internal sealed class LineSource
{
    private readonly MailConnection connection;
    private readonly ResponseWriter responses;
    private readonly Pop3Options options;
    private readonly TimeProvider clock;
    private readonly long loginDeadline;
    private bool loggedIn;

    public LineSource(MailConnection connection, ResponseWriter responses, Pop3Options options, TimeProvider clock)
    {
        this.connection = connection;
        this.responses = responses;
        this.options = options;
        this.clock = clock;
        loginDeadline = clock.GetTimestamp() + (long)(options.Limits.IdleBeforeLogin.TotalSeconds * clock.TimestampFrequency);
    }

    public void LoggedIn() => loggedIn = true;

    /// <summary>
    /// The next line; its status is Incomplete when there is none because the client closed or a drain began. What follows may run where many connections
    /// are read: <see cref="MailConnection.Leave"/> that before anything long.
    /// </summary>
    /// <exception cref="PeerTimeoutException">The client was silent for too long.</exception>
    public async ValueTask<(LineStatus Status, byte[] Line)> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = connection.ReadInlineAsync(Patience(), ct);
            if (!read.IsCompleted && !await responses.TryFlushAsync(ct))
            {
                // The read must end before the connection does.
                connection.Wake();
                connection.Input.AdvanceTo((await read).Buffer.End);
                return (LineStatus.Incomplete, []);
            }

            var result = await read;
            var rest = result.Buffer;
            var status = CommandLine.TryReadLine(ref rest, (int)options.Limits.Line.Bytes, out byte[] line);
            connection.Input.AdvanceTo(rest.Start, status is LineStatus.Incomplete ? rest.End : rest.Start);
            if (status is not LineStatus.Incomplete || result.IsCompleted || (result.IsCanceled && connection.Draining.IsCancellationRequested))
                return (status, line);
        }
    }

    private TimeSpan Patience()
    {
        if (loggedIn)
            return options.Limits.Idle;

        // Before login the whole time counts, or an octet now and then would hold the connection (case I03).
        var left = clock.GetElapsedTime(clock.GetTimestamp(), loginDeadline);
        return left > TimeSpan.Zero ? left : throw new PeerTimeoutException();
    }
}
