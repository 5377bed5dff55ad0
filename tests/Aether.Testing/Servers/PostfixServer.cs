using System.Globalization;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>A Postfix of its own: somebody else's mail server, which takes mail for one domain into a Maildir.</summary>
public sealed class PostfixServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private PostfixServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>The files of the messages it delivered.</summary>
    public IEnumerable<string> Delivered => Directory.Exists(Inbox) ? Directory.EnumerateFiles(Inbox) : [];

    public string Log => File.Exists(folder.File("mail.log")) ? File.ReadAllText(folder.File("mail.log")) : "";

    private string Inbox => folder.File("mail/inbox/new");

    private string Etc => folder.File("etc");

    /// <param name="domain">What it takes mail for.</param>
    /// <param name="transport">Where it delivers, such as <c>lmtp:unix:/path</c>; null: into its own Maildir.</param>
    /// <param name="more">Further lines of its main.cf.</param>
    public static async Task<PostfixServer> StartAsync(string domain, string? transport = null, string more = "")
    {
        var server = new PostfixServer(FreePorts.Take(1)[0]);
        await server.ConfigureAsync(domain, transport is null ? more : $"virtual_transport = {transport}\n{more}");
        await CommandLine.SucceedAsync("postfix", ["-c", server.Etc, "start"]);
        await Eventually.IsTrueAsync(() => File.Exists(server.folder.File("spool/pid/master.pid")), "Postfix runs");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await CommandLine.RunAsync("postfix", ["-c", Etc, "stop"]);
        folder.Dispose();
    }

    private async Task ConfigureAsync(string domain, string more)
    {
        foreach (string name in (string[])["etc", "spool", "data", "mail"])
            Directory.CreateDirectory(folder.File(name));
        string user = (await CommandLine.SucceedAsync("id", ["-u", "postfix"])).Trim();
        string group = (await CommandLine.SucceedAsync("id", ["-g", "postfix"])).Trim();
        await CommandLine.SucceedAsync("chown", [$"{user}:{group}", folder.File("data"), folder.File("mail")]);
        await CommandLine.SucceedAsync("chmod", ["755", folder.Path]);
        await File.WriteAllTextAsync(Path.Combine(Etc, "main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {folder.File("spool")}
            data_directory = {folder.File("data")}
            maillog_file = {folder.File("mail.log")}
            maillog_file_prefixes = {folder.Path}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.{domain}
            mydestination =
            mynetworks = 192.0.2.0/24
            alias_maps =
            virtual_mailbox_domains = {domain}
            virtual_mailbox_base = {folder.File("mail")}
            virtual_mailbox_maps = static:inbox/
            virtual_minimum_uid = 1
            virtual_uid_maps = static:{user}
            virtual_gid_maps = static:{group}
            smtpd_peername_lookup = no
            {more}

            """);
        await File.WriteAllTextAsync(Path.Combine(Etc, "master.cf"), string.Create(CultureInfo.InvariantCulture, $"""
            127.0.0.1:{Port} inet n - n - - smtpd
            cleanup   unix  n - n - 0 cleanup
            qmgr      unix  n - n 300 1 qmgr
            rewrite   unix  - - n - - trivial-rewrite
            bounce    unix  - - n - 0 bounce
            defer     unix  - - n - 0 bounce
            trace     unix  - - n - 0 bounce
            error     unix  - - n - - error
            retry     unix  - - n - - error
            lmtp      unix  - - n - - lmtp
            smtp      unix  - - n - - smtp
            virtual   unix  - n n - - virtual
            anvil     unix  - - n - 1 anvil
            proxymap  unix  - - n - - proxymap
            tlsmgr    unix  - - n 1000? 1 tlsmgr
            postlog   unix-dgram n - n - 1 postlogd

            """));
    }
}
