using Aether.Imap.Commands;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Microsoft.Extensions.Logging;

namespace Aether.Imap;

/// <summary>IMAP for one listener: runs its sessions. RFC 3501, RFC 9051.</summary>
public sealed class ImapProtocol : IMailProtocol
{
    private readonly SharedState shared;
    private readonly CommandTable table = new();

    public ImapProtocol(ImapBackend backend, ImapOptions options, ImapMetrics metrics, TimeProvider clock, ILogger<ImapProtocol> logger) =>
        shared = new SharedState(backend, options, metrics, clock, logger);

    public bool BeginsAtOnce => true;

    public Task RunAsync(MailConnection connection, CancellationToken ct) => new SessionLoop(new ImapSession(connection, shared), table).RunAsync(ct);
}
