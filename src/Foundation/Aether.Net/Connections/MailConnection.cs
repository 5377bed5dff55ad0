using System.IO.Pipelines;
using Aether.Net.Polling;

namespace Aether.Net.Connections;

/// <summary>
/// One accepted connection as a protocol session sees it: a pipe in, a pipe out, facts about the peer, and patience.
/// One reader and one writer at a time; <see cref="Wake"/> may be called from anywhere.
/// </summary>
public sealed class MailConnection : IAsyncDisposable
{
    private readonly TlsUpgrade? upgrade;
    private readonly ITimer readTimer;
    private ITimer? writeTimer;
    private IDuplexPipe pipe;
    private volatile bool readTimedOut;
    private volatile bool writeTimedOut;
    private volatile bool isEvicted;
    private int wakes;

    /// <summary>Flushes after <see cref="Revoke"/>: enough to end a reply and say goodbye, and not for a mailbox.</summary>
    private const int LastFlushes = 3;

    private readonly TimeProvider clock;
    private volatile bool isRevoked;
    private int flushesSince;
    private long heard;

    public MailConnection(IDuplexPipe transport, PeerFacts peer, TlsFacts? tls, TlsUpgrade? upgrade, TimeProvider clock, CancellationToken draining)
    {
        pipe = transport;
        Peer = peer;
        Tls = tls;
        Draining = draining;
        this.upgrade = upgrade;
        this.clock = clock;
        heard = clock.GetUtcNow().UtcTicks;
        readTimer = clock.CreateTimer(static state => ((MailConnection)state!).OnReadTimeout(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public PeerFacts Peer { get; }

    /// <summary>The agreed TLS parameters, or null on a plain connection.</summary>
    public TlsFacts? Tls { get; private set; }

    /// <summary>STARTTLS may be offered: the connection is plain and the listener has a certificate.</summary>
    public bool CanStartTls => Tls is null && upgrade is not null;

    /// <summary>Nothing is done for the client before TLS.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>The client has to begin TLS first. RFC 3207 §4.</summary>
    public bool MustStartTls => RequiresTls && Tls is null;

    /// <summary>Fires when the server wants the session to end after its current command (421, BYE).</summary>
    public CancellationToken Draining { get; }

    /// <summary>What the transport is made of, where it is polled.</summary>
    internal PolledSocket? Socket { get; init; }

    /// <summary>Shortens what a session would wait, while connections are short.</summary>
    public Func<TimeSpan, TimeSpan>? Stress { get; init; }

    /// <summary>Hears when somebody has logged in.</summary>
    internal Action<MailConnection>? LoggedIn { get; init; }

    /// <summary>Replaced by <see cref="StartTlsAsync"/>: never keep it over an await of that.</summary>
    public PipeReader Input => pipe.Input;

    /// <summary>Replaced by <see cref="StartTlsAsync"/>: never keep it over an await of that.</summary>
    public PipeWriter Output => pipe.Output;

    /// <summary>
    /// Reads what the peer sent. The result has <see cref="ReadResult.IsCanceled"/> set only after <see cref="Wake"/>;
    /// its buffer must be advanced all the same.
    /// </summary>
    /// <exception cref="PeerTimeoutException">Nothing came within <paramref name="patience"/>, or others need the place more.</exception>
    public ValueTask<ReadResult> ReadAsync(TimeSpan patience, CancellationToken ct) => ReadAsync(patience, GoesOn.InPool, ct);

    /// <summary>As <see cref="ReadAsync(TimeSpan, CancellationToken)"/>; what follows may run in the thread that many connections are read by, so it must be short or <see cref="Leave"/> that first.</summary>
    public ValueTask<ReadResult> ReadInlineAsync(TimeSpan patience, CancellationToken ct) => ReadAsync(patience, GoesOn.InLoop, ct);

    /// <summary>Await it before anything that takes long.</summary>
    public static LoopExit Leave() => default;

    private async ValueTask<ReadResult> ReadAsync(TimeSpan patience, GoesOn goesOn, CancellationToken ct)
    {
        while (!isEvicted && !isRevoked)
        {
            bool isHere = pipe.Input.TryRead(out var result);
            if (!isHere)
            {
                readTimedOut = false;
                if (Socket is not null)
                    Socket.GoesOn = goesOn;
                readTimer.Change(Stress?.Invoke(patience) ?? patience, Timeout.InfiniteTimeSpan);
                try
                {
                    var read = pipe.Input.ReadAsync(ct);
                    isHere = read.IsCompleted;
                    result = await read;
                }
                finally
                {
                    readTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                    if (Socket is not null)
                        Socket.GoesOn = GoesOn.InPool;
                }
            }

            // A client that does not wait for answers would keep all others of the loop waiting; one that has gone won't.
            if (isHere && !(result.IsCompleted && result.Buffer.IsEmpty))
                await Leave();
            if (!result.IsCanceled)
                Volatile.Write(ref heard, clock.GetUtcNow().UtcTicks);
            if (!result.IsCanceled || Interlocked.Exchange(ref wakes, 0) > 0)
                return result;

            // Cancelled, yet nobody asked for it: the timer, or its echo after a read that came just in time.
            pipe.Input.AdvanceTo(result.Buffer.Start);
            if (readTimedOut)
                throw new PeerTimeoutException();
        }

        throw new PeerTimeoutException();
    }

    /// <summary>Sends what was written to <see cref="Output"/>.</summary>
    /// <returns>False when the peer has closed its side: nothing more can be sent.</returns>
    /// <exception cref="PeerTimeoutException">The peer took nothing within <paramref name="patience"/>.</exception>
    public async ValueTask<bool> FlushAsync(TimeSpan patience, CancellationToken ct)
    {
        if (isRevoked && ++flushesSince > LastFlushes)
            throw new PeerTimeoutException();
        var flush = pipe.Output.FlushAsync(ct);
        if (flush.IsCompletedSuccessfully)
            return !(await flush).IsCompleted;

        writeTimedOut = false;
        writeTimer ??= clock.CreateTimer(static state => ((MailConnection)state!).OnWriteTimeout(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        writeTimer.Change(patience, Timeout.InfiniteTimeSpan);
        try
        {
            var result = await flush;
            return result.IsCanceled && (writeTimedOut || isRevoked) ? throw new PeerTimeoutException() : !result.IsCompleted;
        }
        finally
        {
            writeTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Makes the pending or next <see cref="ReadAsync(TimeSpan, CancellationToken)"/> return at once with <see cref="ReadResult.IsCanceled"/>: news for an idle session, or a drain.</summary>
    public void Wake()
    {
        Interlocked.Increment(ref wakes);
        pipe.Input.CancelPendingRead();
    }

    /// <summary>Somebody has logged in: the connection is none of those that wait for it any more.</summary>
    public void OnLogin()
    {
        Socket?.Spread();
        LoggedIn?.Invoke(this);
    }

    /// <summary>Ends the session as if its peer had been silent for too long: others need its place.</summary>
    internal void Evict()
    {
        isEvicted = true;
        pipe.Input.CancelPendingRead();
    }

    /// <summary>
    /// Swaps the pipe for one inside TLS. RFC 3207 §4, RFC 9051 §6.2.1: the caller has asked <see cref="HasPlaintextLeft"/>,
    /// has consumed its own command, has flushed its go-ahead, and forgets all it learned before. What came since then
    /// is the handshake's: a fast client's first bytes, or an intruder's, which it refuses.
    /// </summary>
    /// <returns>False when there is nothing to upgrade: close the session.</returns>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The handshake failed: close the session.</exception>
    public async Task<bool> StartTlsAsync(CancellationToken ct)
    {
        if (upgrade is null || Tls is not null)
            return false;

        (pipe, Tls) = await upgrade(pipe, ct);
        await Leave();
        return true;
    }

    /// <summary>When the peer was heard last.</summary>
    public DateTimeOffset LastHeard => new(Volatile.Read(ref heard), TimeSpan.Zero);

    /// <summary>Whoever is logged in here is not any more: see <see cref="Revoke"/>.</summary>
    public bool IsRevoked => isRevoked;

    /// <summary>Ends the session from anywhere, as if its peer had been silent for too long: what it read is not answered, a goodbye still goes out.</summary>
    public void Revoke()
    {
        isRevoked = true;
        pipe.Input.CancelPendingRead();
        pipe.Output.CancelPendingFlush();
    }

    /// <summary>Both ways are deflated: see <see cref="StartCompression"/>.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Deflates both ways from here on; the caller has flushed its go-ahead. RFC 4978 §3.</summary>
    public void StartCompression()
    {
        pipe = new DeflatePipe(pipe);
        IsCompressed = true;
    }

    /// <summary>
    /// Call before the go-ahead is sent: what is already here was pipelined across STARTTLS and would be taken as
    /// if it had come inside TLS. An honest client waits for the go-ahead.
    /// </summary>
    public bool HasPlaintextLeft()
    {
        if (!pipe.Input.TryRead(out var result))
            return false;
        bool any = !result.Buffer.IsEmpty;
        pipe.Input.AdvanceTo(result.Buffer.Start);
        return any;
    }

    public async ValueTask DisposeAsync()
    {
        await readTimer.DisposeAsync();
        if (writeTimer is not null)
            await writeTimer.DisposeAsync();
        try
        {
            await pipe.Input.CompleteAsync();
            await pipe.Output.CompleteAsync();
        }
        finally
        {
            if (pipe is IAsyncDisposable closes)
                await closes.DisposeAsync();
        }
    }

    private void OnReadTimeout()
    {
        readTimedOut = true;
        pipe.Input.CancelPendingRead();
    }

    private void OnWriteTimeout()
    {
        writeTimedOut = true;
        pipe.Output.CancelPendingFlush();
    }
}
