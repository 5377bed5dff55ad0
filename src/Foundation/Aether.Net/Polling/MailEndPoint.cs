using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Aether.Net.Polling;

/// <summary>An address that mail comes to: it is served by <see cref="PolledTransport"/> where the system has what that needs, else as any other.</summary>
internal sealed class MailEndPoint(IPAddress address, int port) : IPEndPoint(address, port)
{
    /// <summary>What becomes of a connection.</summary>
    public ConnectionDelegate Serve { get; set; } = static _ => Task.CompletedTask;
}
