using Aether.Tls.Acme;
using Microsoft.AspNetCore.Connections;

namespace Aether.Host.Composition;

/// <summary>
/// Looks at the hello of connections to an HTTPS port while an order is under way, for the server's handshake does not tell what protocols a client
/// offered before it chooses a certificate. Nothing is taken off the connection. RFC 8737 §3.
/// </summary>
internal sealed class AcmeHandshake(ConnectionDelegate next, AcmeChallenges challenges, TimeSpan patience)
{
    private static readonly object Mark = new();

    /// <summary>The client wants to see a challenge.</summary>
    public static bool IsOne(BaseConnectionContext connection) => connection.Items.ContainsKey(Mark);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (await challenges.ExpectHandshakesAsync(connection.ConnectionClosed) && await LookAsync(connection) is true)
            connection.Items[Mark] = null;
        await next(connection);
    }

    private async ValueTask<bool?> LookAsync(ConnectionContext connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(patience);
        try
        {
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync(limit.Token);
                bool? found = AcmeHello.IsChallenge(read.Buffer);
                bool isOver = found is not null || read.IsCompleted || read.Buffer.Length > AcmeHello.MaxOctets;
                connection.Transport.Input.AdvanceTo(read.Buffer.Start, isOver ? read.Buffer.Start : read.Buffer.End);
                if (isOver)
                    return found;
            }
        }
        catch (OperationCanceledException)
        {
            return null; // the handshake behind this one has its own patience
        }
    }
}
