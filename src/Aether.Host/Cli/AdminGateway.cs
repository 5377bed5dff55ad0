using System.Net.Sockets;
using Aether.Admin.Local;
using Aether.Configuration.Loading;
using Aether.Host.Composition;
using Aether.Storage;

namespace Aether.Host.Cli;

/// <summary>
/// The way to the store: through the server that holds it, or, when none runs, through a node of our own that opens the
/// store, serves nothing but the admin socket, and ends with the command.
/// </summary>
internal sealed class AdminGateway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly LocalNode? node;

    private AdminGateway(HttpClient client, LocalNode? node) => (Client, this.node) = (client, node);

    public HttpClient Client { get; }

    /// <exception cref="StoreOpenException">No server answers, and the store can't be opened.</exception>
    public static async Task<AdminGateway> OpenAsync(LoadedConfiguration configuration, TimeProvider clock, CancellationToken ct)
    {
        var socket = new AdminSocket(configuration.DataFolder);
        long start = clock.GetTimestamp();
        while (true)
        {
            var client = socket.Connect();
            if (await AnswersAsync(client, ct))
                return new AdminGateway(client, null);
            try
            {
                return new AdminGateway(client, await LocalNode.StartAsync(configuration, socket, ct));
            }
            catch (StoreOpenException busy) when (busy.Failure is StoreOpenFailure.InUse && clock.GetElapsedTime(start) < Patience)
            {
                // A server that is just starting or stopping holds the lock without answering.
                client.Dispose();
                await Task.Delay(Pause, clock, ct);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (node is not null)
            await node.DisposeAsync();
    }

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(TimeSpan.FromMinutes(2)); // Only the question whether somebody is there; an answer may take hours.
            using var answer = await client.GetAsync(new Uri("/healthz", UriKind.Relative), patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException nobody) when (nobody.InnerException is SocketException)
        {
            return false;
        }
    }
}
