using Aether.Net.Connections;
using Aether.Pop3.Commands;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Microsoft.Extensions.Logging;

namespace Aether.Pop3;

/// <summary>POP3: runs its sessions, which share the locks of the maildrops. RFC 1939.</summary>
public sealed class Pop3Protocol : IMailProtocol
{
    private readonly SharedState shared;
    private readonly CommandTable table = new();

    public Pop3Protocol(Pop3Backend backend, Pop3Options options, Pop3Metrics metrics, TimeProvider clock, ILogger<Pop3Protocol> logger) =>
        shared = new SharedState(backend, options, metrics, clock, logger);

    public bool BeginsAtOnce => true;

    public async Task RunAsync(MailConnection connection, CancellationToken ct)
    {
        await using var session = new Pop3Session(connection, shared);
        await new SessionLoop(session, table).RunAsync(ct);
    }
}
