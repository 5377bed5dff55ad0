using System.IO.Pipelines;
using Aether.Net.Connections;
using Aether.Protocol.Imap;

namespace Aether.Imap.Wire;

/// <summary>Reads commands off the connection: the one place that knows about its pipe. Flushes before it waits, so that a batch of pipelined commands is answered at once.</summary>
internal sealed class CommandSource
{
    private readonly MailConnection connection;
    private readonly ResponseWriter responses;
    private readonly ImapOptions options;
    private readonly CommandLimits limits;
    private readonly TimeProvider clock;
    private long loginDeadline;
    private readonly CommandFramer framer;
    private bool loggedIn;
    private bool isWoken; // news that came in the middle of a command wait for its end

    public CommandSource(MailConnection connection, ResponseWriter responses, ImapOptions options, CommandLimits limits, TimeProvider clock)
    {
        this.connection = connection;
        this.responses = responses;
        this.options = options;
        this.limits = limits;
        this.clock = clock;
        framer = new CommandFramer { Limits = limits.BeforeLogin };
        LoggedOut();
    }

    /// <summary>The command read last; valid until the next one is asked for.</summary>
    public ReadOnlyMemory<byte> Command => framer.Command;

    /// <summary>The command read last stopped before a message.</summary>
    public bool IsBeforeMessage { get; private set; }

    /// <summary>Octets of a literal are still to come: whoever gives up now must end the session.</summary>
    public bool IsInsideLiteral { get; private set; }

    public long LiteralSize => framer.LiteralSize;

    public bool LiteralIsBinary => framer.LiteralIsBinary;

    public bool LiteralIsSynchronizing => framer.LiteralIsSynchronizing;

    /// <summary>After login lines may be longer and waits too.</summary>
    public void LoggedIn()
    {
        loggedIn = true;
        framer.Limits = limits.AfterLogin;
    }

    /// <summary>The time until login begins.</summary>
    public void LoggedOut()
    {
        loggedIn = false;
        loginDeadline = clock.GetTimestamp() + (long)(options.Limits.IdleBeforeLogin.TotalSeconds * clock.TimestampFrequency);
        framer.Limits = limits.BeforeLogin;
    }

    /// <summary>Reads the next command. What follows may run where many connections are read: <see cref="MailConnection.Leave"/> that before anything long.</summary>
    /// <exception cref="PeerTimeoutException">The client was silent for too long.</exception>
    public ValueTask<SourceStatus> NextAsync(CancellationToken ct) => NextAsync(continuesAppend: false, ct);

    /// <summary>What follows a message of an APPEND: the end of its line, or more.</summary>
    public ValueTask<SourceStatus> NextOfAppendAsync(CancellationToken ct) => NextAsync(continuesAppend: true, ct);

    private async ValueTask<SourceStatus> NextAsync(bool continuesAppend, CancellationToken ct)
    {
        framer.Restart();
        framer.ContinuesAppend = continuesAppend;
        IsBeforeMessage = false;
        while (true)
        {
            if (isWoken && framer.IsEmpty && !continuesAppend)
            {
                isWoken = false;
                return SourceStatus.Woken;
            }

            // Not in a method of its own: an idle session would hold its frame all the time.
            var reading = connection.ReadInlineAsync(Patience(), ct);
            if (!reading.IsCompleted && !await responses.TryFlushAsync(ct))
            {
                connection.Wake();
                return GiveUp(await reading);
            }

            var read = await reading;
            isWoken |= read.IsCanceled;
            var rest = read.Buffer;
            var status = framer.Read(ref rest);
            connection.Input.AdvanceTo(rest.Start, status is FrameStatus.NeedMore ? rest.End : rest.Start);
            if (status is FrameStatus.NeedContinuation)
                responses.Continue("Go ahead"u8);
            else if (status is not FrameStatus.NeedMore)
                return Came(status);
            else if (read.IsCompleted)
                return SourceStatus.Closed;
        }
    }

    /// <summary>Hands the octets of the announced literal to <paramref name="take"/>, piece by piece as they arrive.</summary>
    /// <returns>False when the client closed before the end.</returns>
    public async ValueTask<bool> CopyLiteralAsync(Func<ReadResult, long, CancellationToken, ValueTask> take, CancellationToken ct)
    {
        IsInsideLiteral = true;
        for (long left = framer.LiteralSize; left > 0;)
        {
            var reading = connection.ReadAsync(Patience(), ct);
            if (!reading.IsCompleted && !await responses.TryFlushAsync(ct))
            {
                connection.Wake();
                GiveUp(await reading);
                return false;
            }

            var read = await reading;
            isWoken |= read.IsCanceled;
            long count = Math.Min(left, read.Buffer.Length);
            await take(read, count, ct);
            connection.Input.AdvanceTo(read.Buffer.GetPosition(count));
            left -= count;
            if (left > 0 && read.IsCompleted)
                return false;
        }

        IsInsideLiteral = false;
        return true;
    }

    private SourceStatus Came(FrameStatus status)
    {
        IsBeforeMessage = status is FrameStatus.Message;
        return StatusOf(status);
    }

    private static SourceStatus StatusOf(FrameStatus status) => status switch
    {
        FrameStatus.Complete => SourceStatus.Command,
        FrameStatus.Message => SourceStatus.Message,
        FrameStatus.LiteralRefused => SourceStatus.LiteralRefused,
        _ => SourceStatus.OutOfSync,
    };

    /// <summary>The client takes nothing any more. The read under way must end before the connection does.</summary>
    private SourceStatus GiveUp(ReadResult read)
    {
        connection.Input.AdvanceTo(read.Buffer.End);
        return SourceStatus.Closed;
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
