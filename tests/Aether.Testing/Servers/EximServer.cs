using System.Globalization;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>
/// An Exim of its own: somebody else's mail server, which takes mail for one domain into a file and passes on all else. Its package
/// excludes Postfix's, so that test.sh unpacks it aside.
/// </summary>
public sealed class EximServer : IAsyncDisposable
{
    private const string User = "Debian-exim";
    private readonly TemporaryFolder folder = new();

    private EximServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>What it delivered, messages one behind another.</summary>
    public string Delivered => File.Exists(folder.File("mail/inbox")) ? File.ReadAllText(folder.File("mail/inbox")) : "";

    public string Log => File.Exists(folder.File("log/mainlog")) ? File.ReadAllText(folder.File("log/mainlog")) : "";

    private static string Program => Environment.GetEnvironmentVariable("AETHER_EXIM") ?? "/usr/local/lib/aether-tests/exim/usr/sbin/exim4";

    /// <param name="domain">What it takes mail for.</param>
    /// <param name="smartHost">The port on this machine that all other mail goes to.</param>
    public static async Task<EximServer> StartAsync(string domain, int smartHost)
    {
        var server = new EximServer(FreePorts.Take(1)[0]);
        foreach (string name in (string[])["spool", "log", "mail"])
            Directory.CreateDirectory(server.folder.File(name));
        await CommandLine.SucceedAsync("chmod", ["755", server.folder.Path]);
        await CommandLine.SucceedAsync("chown", [User, .. ((string[])["spool", "log", "mail"]).Select(server.folder.File)]);
        await server.WriteConfigurationAsync(domain, smartHost);
        await CommandLine.SucceedAsync(Program, ["-C", server.folder.File("exim.conf"), "-bd", "-q1m"]);
        await Eventually.IsTrueAsync(() => server.Log.Contains("daemon started", StringComparison.Ordinal), "Exim runs");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(folder.File("spool/exim.pid")))
            await CommandLine.RunAsync("kill", [(await File.ReadAllTextAsync(folder.File("spool/exim.pid"))).Trim()]);
        folder.Dispose();
    }

    private Task WriteConfigurationAsync(string domain, int smartHost) => File.WriteAllTextAsync(folder.File("exim.conf"), string.Create(CultureInfo.InvariantCulture, $"""
        primary_hostname = mx.{domain}
        daemon_smtp_ports = {Port}
        local_interfaces = 127.0.0.1
        spool_directory = {folder.File("spool")}
        log_file_path = {folder.File("log")}/%slog
        pid_file_path = {folder.File("spool/exim.pid")}
        keep_environment =
        exim_user = {User}
        exim_group = {User}
        never_users =
        deliver_drop_privilege = true
        tls_advertise_hosts =
        host_lookup =
        rfc1413_query_timeout = 0s
        dsn_advertise_hosts = *
        smtputf8_advertise_hosts =
        acl_smtp_rcpt = acl_rcpt
        acl_smtp_data = acl_data
        begin acl
        acl_rcpt:
          deny local_parts = refused
               message = no such user here
          accept
        acl_data:
          accept
        begin routers
        ours:
          driver = accept
          domains = {domain}
          transport = inbox
        others:
          driver = manualroute
          route_list = * 127.0.0.1
          self = send
          transport = out
        begin transports
        inbox:
          driver = appendfile
          file = {folder.File("mail/inbox")}
        out:
          driver = smtp
          port = {smartHost}
        begin retry
        * * F,1h,1m

        """));
}
