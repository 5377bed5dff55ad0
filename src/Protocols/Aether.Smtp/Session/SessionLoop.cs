using System.Buffers;
using Aether.Net.Connections;
using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>
/// Runs one session: alone reads, writes, flushes, counts errors and ends. Replies of a batch of pipelined commands
/// go out together, when the input is used up (RFC 2920 §3.2).
/// </summary>
internal sealed class SessionLoop(SmtpSession session, SmtpServices services)
{
    private readonly MailConnection connection = session.Connection;
    private readonly SmtpLimits limits = session.Limits;
    private readonly long started = services.Clock.GetTimestamp();
    private DataRate rate = new(services.Clock, session.Limits);

    public async Task RunAsync(CancellationToken ct)
    {
        // Case S04: whoever speaks before the greeting does not listen to it.
        bool early = connection.HasPlaintextLeft();
        await SendAsync(early ? Replies.EarlyTalker : Replies.Greeting(session.Options.Hostname), ct);
        bool open = !early;
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
            var reply = await session.Input.CompleteAsync(ct);
            if (ReferenceEquals(reply, Replies.AfterChunk))
                continue;
            if (session.Input.ForbidsPipelining && !rest.IsEmpty)
                (reply, session.After) = (Replies.UnauthorisedPipelining, AfterReply.Close);
            if (session.After is AfterReply.StartTls && !rest.IsEmpty)
                (reply, session.After) = (Replies.PlaintextBehindStartTls, AfterReply.Close);
            reply = await JudgeAsync(reply, ct);
            reply.WriteTo(connection.Output);
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
