using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Aether.Testing.Servers;

/// <summary>Debian's Dovecot on a free port of the loopback address, with Maildirs and users whose password is <see cref="Password"/>; it runs as the user of the tests.</summary>
public sealed class DovecotServer : IAsyncDisposable
{
    public const string Password = "dovecot-secret";

    private readonly Process process;

    private DovecotServer(Process process, int[] ports) => (this.process, Port, Pop3) = (process, ports[0], ports[1]);

    public int Port { get; }

    public int Pop3 { get; }

    /// <param name="folder">Where it keeps everything; it is made here.</param>
    public static async Task<DovecotServer> StartAsync(string folder, IEnumerable<string> users)
    {
        int[] ports = FreePorts.Take(2);
        Directory.CreateDirectory(folder);
        string config = Path.Combine(folder, "dovecot.conf");
        bool isRoot = Environment.IsPrivilegedProcess;
        await File.WriteAllLinesAsync(Path.Combine(folder, "users"), users.Select(static user => $"{user}:{{PLAIN}}{Password}"));
        await File.WriteAllTextAsync(config, $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            log_path = {{folder}}/log
            protocols = imap pop3
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            default_login_user = {{(isRoot ? "nobody" : Environment.UserName)}}
            default_internal_user = {{(isRoot ? "nobody" : Environment.UserName)}}
            default_internal_group = nogroup
            first_valid_uid = 0
            mail_uid = {{(isRoot ? "65534" : Environment.UserName)}}
            mail_gid = 65534
            mail_location = maildir:{{folder}}/mail/%u
            namespace inbox {
              inbox = yes
              separator = /
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{ports[0]}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = {{ports[1]}}
              }
              inet_listener pop3s {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            passdb {
              driver = passwd-file
              args = {{folder}}/users
            }
            userdb {
              driver = static
              args = uid=65534 gid=65534 home={{folder}}/mail/%u
            }

            """);
        Directory.CreateDirectory(Path.Combine(folder, "mail"));
        if (isRoot)
            await CommandLine.SucceedAsync("chown", ["-R", "nobody:nogroup", Path.Combine(folder, "mail")]);
        for (string? parent = folder; parent is not null && parent.StartsWith(Path.GetTempPath().TrimEnd('/') + "/", StringComparison.Ordinal); parent = Path.GetDirectoryName(parent))
            File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherRead);

        var process = Process.Start(new ProcessStartInfo("/usr/sbin/dovecot", ["-F", "-c", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var server = new DovecotServer(process, ports);
        await Eventually.IsTrueAsync(() => server.Answers(folder), "Dovecot answers");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await CommandLine.RunAsync("/bin/kill", [$"{process.Id}"]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        process.Dispose();
    }

    private async Task<bool> Answers(string folder)
    {
        if (process.HasExited)
            throw new InvalidOperationException($"Dovecot ended: {await process.StandardError.ReadToEndAsync()} {(File.Exists(Path.Combine(folder, "log")) ? await File.ReadAllTextAsync(Path.Combine(folder, "log")) : "")}");
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
