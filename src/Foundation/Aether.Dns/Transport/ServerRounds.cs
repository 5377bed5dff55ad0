using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Aether.Dns.Messages;

namespace Aether.Dns.Transport;

/// <summary>Asks one server after the other until one answers, and all of them again. RFC 1035 §7.2 as far as it is for stubs, RFC 5452.</summary>
internal sealed class ServerRounds(NameServers servers, ExchangeLimits limits)
{
    private const int MaxDatagram = 4096;
    private const int TruncatedBit = 0x02;

    /// <returns>The best that was heard.</returns>
    /// <exception cref="OperationCanceledException">By <paramref name="ct"/>.</exception>
    public async Task<ServerReply<T>> AskAsync<T>(QueryMessage query, AnswerReader<T> reader, CancellationToken ct)
    {
        var all = servers.Current;
        int first = all.Count > 1 ? Random.Shared.Next(all.Count) : 0;
        var best = default(ServerReply<T>);
        for (int round = 0; round <= limits.Retries; round++)
        {
            bool isWorthwhile = false;
            bool isReached = false;
            for (int i = 0; i < all.Count; i++)
            {
                var reply = await AskAsync(all[(first + i) % all.Count], query, reader, ct);
                if (reply.IsFinal)
                    return reply;
                if (reply.Outcome >= best.Outcome)
                    best = reply;
                isWorthwhile |= reply.MayChange;
                isReached |= reply.Outcome is not ServerOutcome.Unreachable;
            }

            if (!isWorthwhile)
                return best;
            if (!isReached && round < limits.Retries)
                await Task.Delay(limits.Pause, ct);
        }

        return best;
    }

    private async Task<ServerReply<T>> AskAsync<T>(IPEndPoint server, QueryMessage query, AnswerReader<T> reader, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(limits.QueryTimeout);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxDatagram);
        bool isHeard = false;
        try
        {
            query.Renew();
            int length = await UdpExchange.AskAsync(server, query, buffer.AsMemory(0, MaxDatagram), limits.MaxStrangers, patience.Token);
            isHeard = length > 0;
            if (isHeard && TryRead(buffer.AsSpan(0, length), reader, out var answer))
                return new ServerReply<T>(ServerOutcome.Answered, server, answer);

            // RFC 7766 §5. What can't be read may have been cut on its way, or be a forgery: neither happens there.
            query.Renew();
            byte[]? whole = await TcpExchange.AskAsync(server, query.Segment, limits.MaxAnswer, patience.Token);
            isHeard = true;
            return whole is not null && query.Compare(whole) is not AnswerMatch.None && TryRead(whole, reader, out answer)
                ? new ServerReply<T>(ServerOutcome.Answered, server, answer)
                : new ServerReply<T>(ServerOutcome.Useless, server);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ServerReply<T>(isHeard ? ServerOutcome.Useless : ServerOutcome.Silent, server);
        }
        catch (Exception away) when (away is SocketException or IOException)
        {
            return new ServerReply<T>(isHeard ? ServerOutcome.Useless : ServerOutcome.Unreachable, server);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryRead<T>(ReadOnlySpan<byte> message, AnswerReader<T> reader, out AnswerMessage<T>? answer)
    {
        answer = null;
        return message.Length <= limits.MaxAnswer && (message[2] & TruncatedBit) == 0 && reader.TryRead(message, out answer);
    }
}
