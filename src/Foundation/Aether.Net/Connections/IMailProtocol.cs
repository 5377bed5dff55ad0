namespace Aether.Net.Connections;

/// <summary>One protocol engine as a listener sees it: runs one session from greeting to close.</summary>
public interface IMailProtocol
{
    /// <summary>Does nothing that takes long before its first <see cref="MailConnection.ReadInlineAsync"/>: a session may begin where many connections are read.</summary>
    bool BeginsAtOnce => false;

    /// <summary>
    /// Serves <paramref name="connection"/> until either side ends it. The caller closes the connection afterwards,
    /// and logs and counts what escapes from here.
    /// </summary>
    /// <param name="connection">The accepted connection.</param>
    /// <param name="ct">Fires when the server stops at once; a gentle stop is <see cref="MailConnection.Draining"/>.</param>
    Task RunAsync(MailConnection connection, CancellationToken ct);
}
