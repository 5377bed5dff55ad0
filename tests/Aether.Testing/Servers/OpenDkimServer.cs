using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>An OpenDKIM of its own: a real milter that signs the mail of one domain with a key made for the test.</summary>
public sealed class OpenDkimServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private Process? process;

    private OpenDkimServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>The TXT record of its key.</summary>
    public string Record { get; private set; } = "";

    public static async Task<OpenDkimServer> StartAsync(string domain)
    {
        var server = new OpenDkimServer(FreePorts.Take(1)[0]);
        using var key = RSA.Create(2048);
        server.Record = "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        await File.WriteAllTextAsync(server.folder.File("key.pem"), key.ExportRSAPrivateKeyPem());
        await File.WriteAllTextAsync(server.folder.File("opendkim.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            Background no
            Canonicalization relaxed/relaxed
            Domain {domain}
            InternalHosts 192.0.2.1
            KeyFile {server.folder.File("key.pem")}
            Mode s
            OversignHeaders From
            RequireSafeKeys no
            Selector test
            Socket inet:{server.Port}@127.0.0.1
            Syslog no

            """));
        server.process = Process.Start(new ProcessStartInfo("opendkim", ["-f", "-x", server.folder.File("opendkim.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        server.process.BeginErrorReadLine();
        server.process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(() => server.AnswersAsync(), "OpenDKIM answers");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
