using System.Buffers;
using Aether.Net.Connections;
using Aether.Protocol.Smtp;
using Aether.Storage;

namespace Aether.Smtp.Session;

/// <summary>
/// Runs one session: alone reads, writes, flushes, counts errors and ends. Replies of a batch of pipelined commands
/// go out together, when the input is used up (RFC 2920 §3.2).
/// </summary>
/// <param name="session">What is known of it.</param>
/// <param name="admit">Says why a client gets no greeting, or null.</param>
/// <param name="services">What sessions share.</param>
internal sealed class SessionLoop(SmtpSession session, Func<SmtpSession, SmtpReply?> admit, SmtpServices services)
{
    private readonly MailConnection connection = session.Connection;
    private readonly SmtpLimits limits = session.Limits;
    private readonly long started = services.Clock.GetTimestamp();
    private DataRate rate = new(services.Clock, session.Limits);

    public async Task RunAsync(CancellationToken ct)
    {
        var refused = admit(session) ?? await new Greeting(session).RefusalAsync(ct);
        await SendAsync(refused ?? Replies.Greeting(session.Options), ct);
        bool open = refused is null;
        while (open)
        {
            if (await ReadAsync(ct) is not { } read)
                return;

            var rest = read.Buffer;
            bool slow = !rate.Count(session.Input, rest.Length);
            if (slow)
                connection.Input.AdvanceTo(rest.End);
            var refusal = slow ? Replies.TooSlow : await TakeAsync(rest, ct);

            // Once the client has closed, what is left over can't become whole any more.
            open = refusal is null && session.After is not AfterReply.Close && !read.IsCompleted;
            if (refusal is not null)
                refusal.WriteTo(connection.Output);
            open &= await connection.FlushAsync(limits.IdleTimeout, ct);
            if (open && session.After is AfterReply.StartTls)
                open = await UpgradeAsync(ct);
        }
    }

    /// <summary>Lets inputs take all they can, and advances the pipe.</summary>
    /// <returns>A reply that ends the session, or null.</returns>
    private async ValueTask<SmtpReply?> TakeAsync(ReadOnlySequence<byte> rest, CancellationToken ct)
    {
        while (session.After is AfterReply.GoOn && session.Input.TryTake(ref rest))
        {
            var reply = await CompleteAsync(session.Input, ct);
            if (ReferenceEquals(reply, Replies.AfterChunk))
                continue;
            if (session.Input.ForbidsPipelining && !rest.IsEmpty)
                (reply, session.After) = (Replies.UnauthorisedPipelining, AfterReply.Close);
            if (session.After is AfterReply.StartTls && !rest.IsEmpty)
                (reply, session.After) = (Replies.PlaintextBehindStartTls, AfterReply.Close);
            while (session.Said.TryDequeue(out var said))
                Say(said);
            if (!ReferenceEquals(reply, Replies.AlreadySaid))
                (await JudgeAsync(reply, ct)).WriteTo(connection.Output);
            if (connection.Draining.IsCancellationRequested && session.After is AfterReply.GoOn && session.IsBetweenCommands)
            {
                connection.Input.AdvanceTo(rest.Start);
                return Replies.ShuttingDown;
            }
        }

        await session.Input.FlushAsync(ct);
        connection.Input.AdvanceTo(rest.Start, session.After is AfterReply.GoOn ? rest.End : rest.Start);
        return null;
    }

    /// <summary>One of several replies to one content (RFC 2033 §4.2): what became of a recipient is no error of the client's.</summary>
    private void Say(SmtpReply reply)
    {
        if (!reply.IsPositive)
            services.Refused(session, reply);
        reply.WriteTo(connection.Output);
    }

    /// <summary>Runs what was read; a directory that can't be asked is an answer, not an accident.</summary>
    private async ValueTask<SmtpReply> CompleteAsync(SmtpInput input, CancellationToken ct)
    {
        try
        {
            return await input.CompleteAsync(ct);
        }
        catch (StoreUnavailableException unavailable)
        {
            SmtpServices.LogStoreUnavailable(services.Logger, unavailable, session.Peer.SessionId);
            return Replies.StoreAway;
        }
    }

    /// <summary>Counts errors; late ones come slowly, and too many end the session.</summary>
    private async ValueTask<SmtpReply> JudgeAsync(SmtpReply reply, CancellationToken ct)
    {
        if (reply.IsPositive)
            return reply;

        services.Refused(session, reply);
        session.Errors++;
        if (session.After is AfterReply.Close)
            return reply;
        if (session.Errors >= limits.HardErrors)
        {
            session.After = AfterReply.Close;
            return Replies.TooManyErrors;
        }

        if (session.Errors > limits.SoftErrors && !session.Peer.Exempt)
        {
            await connection.FlushAsync(limits.IdleTimeout, ct);
            await Task.Delay(limits.ErrorDelay, services.Clock, ct);
        }

        return reply;
    }

    /// <returns>Null when the session is over.</returns>
    private async ValueTask<System.IO.Pipelines.ReadResult?> ReadAsync(CancellationToken ct)
    {
        var left = limits.SessionTimeout - services.Clock.GetElapsedTime(started);
        try
        {
            while (left > TimeSpan.Zero)
            {
                if (connection.Draining.IsCancellationRequested && session.IsBetweenCommands)
                {
                    await SendAsync(Replies.ShuttingDown, ct);
                    return null;
                }

                var read = await connection.ReadAsync(left < limits.IdleTimeout ? left : limits.IdleTimeout, ct);
                if (!read.IsCanceled)
                    return read;
                connection.Input.AdvanceTo(read.Buffer.Start);
                left = limits.SessionTimeout - services.Clock.GetElapsedTime(started);
            }
        }
        catch (PeerTimeoutException)
        {
            // RFC 5321 §3.8: say why before closing.
        }

        await SendAsync(Replies.TimedOut, ct);
        return null;
    }

    private async ValueTask SendAsync(SmtpReply reply, CancellationToken ct)
    {
        reply.WriteTo(connection.Output);
        await connection.FlushAsync(limits.IdleTimeout, ct);
    }

    /// <summary>RFC 3207 §4: nothing said before counts inside TLS, and nothing sent before the go-ahead is read there.</summary>
    private async ValueTask<bool> UpgradeAsync(CancellationToken ct)
    {
        session.After = AfterReply.GoOn;
        await session.ForgetAsync();
        return await connection.StartTlsAsync(ct);
    }
}
