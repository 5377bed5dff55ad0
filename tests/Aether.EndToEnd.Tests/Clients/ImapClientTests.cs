using System.Globalization;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>IMAP with programs and libraries of others: mbsync and offlineimap both ways, imaplib, Mail::IMAPClient, MailKit with QRESYNC and COMPRESS.</summary>
public sealed class ImapClientTests : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task Mbsync_keeps_a_thousand_messages_the_same_on_both_sides()
    {
        await FillAsync(1000);
        string rc = home.File("mbsyncrc");
        Directory.CreateDirectory(home.File("mail"));
        await File.WriteAllTextAsync(rc, $"""
            IMAPAccount test
            Host 127.0.0.1
            Port {server.Imap}
            User bob@example.test
            Pass secret
            SSLType None
            AuthMechs PLAIN LOGIN

            IMAPStore remote
            Account test

            MaildirStore local
            Path {home.File("mail")}/
            Inbox {home.File("mail")}/inbox
            SubFolders Verbatim

            Channel all
            Far :remote:
            Near :local:
            Patterns INBOX
            Create Both
            Expunge Both
            SyncState *
            """);
        await CommandLine.SucceedAsync("mbsync", ["-c", rc, "-a"]);
        Assert.Equal(1000, LocalFiles().Count);

        // Changes on both sides: flags and removals here, flags, removals and new mail there.
        var files = LocalFiles();
        for (int i = 0; i < 10; i++)
            File.Delete(files[i]);
        for (int i = 10; i < 30; i++)
            File.Move(files[i], Path.Combine(home.File("mail/inbox/cur"), Path.GetFileName(files[i]).Split(":2,")[0] + ":2,FS"));
        using (var client = await ConnectAsync())
        {
            await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
            var uids = await client.Inbox.SearchAsync(SearchQuery.All);
            await client.Inbox.AddFlagsAsync(uids.TakeLast(5).ToList(), MessageFlags.Deleted, silent: true);
            await client.Inbox.ExpungeAsync();
            for (int i = 0; i < 7; i++)
                await client.Inbox.AppendAsync(Message(2000 + i));
            await client.DisconnectAsync(quit: true);
        }

        await CommandLine.SucceedAsync("mbsync", ["-c", rc, "-a"]);
        await CommandLine.SucceedAsync("mbsync", ["-c", rc, "-a"]);

        using var after = await ConnectAsync();
        await after.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        Assert.Equal(LocalFiles().Count, after.Inbox.Count);
        Assert.Equal(LocalFiles().Count(static file => file.EndsWith(":2,FS", StringComparison.Ordinal)), (await after.Inbox.SearchAsync(SearchQuery.Flagged)).Count);
        Assert.InRange(after.Inbox.Count, 1000 - 10 - 5 + 7, 1000 - 10 + 7); // one may have gone on both sides
    }

    [Fact]
    public async Task Offlineimap_brings_folders_over_and_changes_back()
    {
        await FillAsync(50);
        await File.WriteAllTextAsync(home.File("offlineimaprc"), $"""
            [general]
            accounts = test
            metadata = {home.File("offline")}
            ui = quiet

            [Account test]
            localrepository = local
            remoterepository = remote

            [Repository local]
            type = Maildir
            localfolders = {home.File("mail")}

            [Repository remote]
            type = IMAP
            remotehost = 127.0.0.1
            remoteport = {server.Imap}
            remoteuser = bob@example.test
            remotepass = secret
            ssl = no
            starttls = no
            auth_mechanisms = PLAIN

            """);
        var (code, output) = await CommandLine.RunAsync("offlineimap", ["-o", "-c", home.File("offlineimaprc")], environment: new Dictionary<string, string> { ["HOME"] = home.Path });
        Assert.True(code is 0, output);
        Assert.Equal(50, Directory.GetFiles(home.File("mail/INBOX"), "*", SearchOption.AllDirectories).Length);

        string file = Directory.GetFiles(home.File("mail/INBOX"), "*", SearchOption.AllDirectories)[0];
        File.Move(file, Path.Combine(home.File("mail/INBOX/cur"), Path.GetFileName(file).Split(":2,")[0] + ":2,F"));
        (code, output) = await CommandLine.RunAsync("offlineimap", ["-o", "-c", home.File("offlineimaprc")], environment: new Dictionary<string, string> { ["HOME"] = home.Path });
        Assert.True(code is 0, output);
        using var client = await ConnectAsync();
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        Assert.Single(await client.Inbox.SearchAsync(SearchQuery.Flagged));
    }

    [Fact]
    public async Task Imaplib_of_Python_does_all_it_knows()
    {
        await FillAsync(20);
        await File.WriteAllTextAsync(home.File("client.py"), """
            import imaplib, sys, time
            c = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
            c.login('bob@example.test', 'secret')
            def ok(answer):
                assert answer[0] == 'OK', answer
                return answer[1]
            ok(c.enable('UTF8=ACCEPT'))
            ok(c.create('Work'))
            ok(c.subscribe('Work'))
            assert any(b'Work' in line for line in ok(c.lsub()))
            assert any(b'INBOX' in line for line in ok(c.list()))
            assert b'MESSAGES 20' in ok(c.status('INBOX', '(MESSAGES UIDNEXT)'))[0]
            assert ok(c.select('INBOX')) == [b'20']
            assert ok(c.search(None, 'SUBJECT', '"number 7"'))[0].split() == [b'8']
            assert ok(c.sort('(REVERSE SUBJECT)', 'UTF-8', 'ALL'))[0].split()
            assert ok(c.thread('REFERENCES', 'UTF-8', 'ALL'))
            body = ok(c.fetch('1', '(RFC822)'))[0][1]
            assert b'number 0' in body
            ok(c.store('1', '+FLAGS', r'(\Deleted)'))
            ok(c.copy('2:3', 'Work'))
            ok(c.uid('MOVE', '4', 'Work'))
            assert len(ok(c.expunge())) >= 1
            ok(c.append('Work', r'(\Seen)', imaplib.Time2Internaldate(time.time()), 'Subject: ü\r\n\r\nx\r\n'.encode()))
            assert b'MESSAGES 4' in ok(c.status('Work', '(MESSAGES)'))[0]
            ok(c.namespace())
            ok(c.getquotaroot('INBOX'))
            ok(c.rename('Work', 'Done'))
            ok(c.delete('Done'))
            ok(c.noop())
            ok(c.check())
            ok(c.close())
            c.logout()
            print('done')
            """);
        Assert.Contains("done", await CommandLine.SucceedAsync("python3", [home.File("client.py"), server.Imap.ToString(CultureInfo.InvariantCulture)]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_IMAPClient_of_Perl_does_what_it_is_asked()
    {
        await FillAsync(20);
        await File.WriteAllTextAsync(home.File("client.pl"), """
            use strict; use warnings; use Mail::IMAPClient;
            my $c = Mail::IMAPClient->new(Server => '127.0.0.1', Port => $ARGV[0], User => 'bob@example.test', Password => 'secret', Uid => 1, Compress => 1) or die "login: $@";
            sub ok { my ($what, $value) = @_; die "$what: " . $c->LastError . "\n" unless $value; return $value }
            ok('create', $c->create('Work/2024'));
            ok('folders', grep { $_ eq 'Work/2024' } $c->folders);
            ok('select', $c->select('INBOX'));
            ok('count', $c->message_count == 20);
            my @found = $c->search('SUBJECT', 'number 7');
            ok('search', @found == 1);
            ok('text', $c->message_string($found[0]) =~ /number 7/);
            ok('structure', $c->get_bodystructure($found[0]));
            ok('flag', $c->set_flag('Flagged', @found));
            ok('flags', grep { $_ eq '\\Flagged' } $c->flags($found[0]));
            ok('move', $c->move('Work/2024', $found[0]));
            ok('expunge', $c->expunge);
            ok('append', $c->append_string('INBOX', "Subject: perl\r\n\r\nx\r\n", '\\Seen', undef));
            ok('sort', $c->sort('REVERSE DATE', 'UTF-8', 'ALL'));
            ok('thread', $c->thread('REFERENCES', 'UTF-8', 'ALL'));
            ok('unseen', defined $c->unseen_count('INBOX'));
            ok('idle', my $tag = $c->idle);
            ok('done', $c->done($tag));
            ok('logout', $c->logout);
            print "done\n";
            """);
        Assert.Contains("done", await CommandLine.SucceedAsync("perl", [home.File("client.pl"), server.Imap.ToString(CultureInfo.InvariantCulture)]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailKit_comes_back_by_QRESYNC_over_COMPRESS()
    {
        await FillAsync(30);
        using var client = await ConnectAsync();
        await client.CompressAsync();
        await client.EnableQuickResyncAsync();
        var inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadWrite);
        var (validity, modSeq) = (inbox.UidValidity, inbox.HighestModSeq);
        var known = await inbox.SearchAsync(SearchQuery.All);
        await inbox.CloseAsync();
        using (var other = await ConnectAsync())
        {
            await other.Inbox!.OpenAsync(FolderAccess.ReadWrite);
            await other.Inbox.AddFlagsAsync([known[3], known[4]], MessageFlags.Deleted, silent: true);
            await other.Inbox.ExpungeAsync();
            await other.Inbox.AddFlagsAsync(known[7], MessageFlags.Flagged, silent: true);
        }

        var vanished = new List<UniqueId>();
        var changed = new List<UniqueId?>();
        inbox.MessagesVanished += (_, gone) => vanished.AddRange(gone.UniqueIds);
        inbox.MessageFlagsChanged += (_, flags) => changed.Add(flags.UniqueId);
        await inbox.OpenAsync(FolderAccess.ReadWrite, validity, modSeq, known);

        Assert.Equal([known[3], known[4]], vanished);
        Assert.Equal([known[7]], changed);
        var preview = await inbox.FetchAsync(0, 0, MessageSummaryItems.UniqueId | MessageSummaryItems.PreviewText | MessageSummaryItems.EmailId | MessageSummaryItems.ThreadId | MessageSummaryItems.ModSeq);
        Assert.Equal("body 0", preview[0].PreviewText);
        Assert.NotNull(preview[0].EmailId);
        Assert.NotNull(preview[0].ThreadId);
        Assert.True(preview[0].ModSeq > 0);
    }

    private List<string> LocalFiles() => [.. Directory.GetFiles(home.File("mail/inbox"), "*", SearchOption.AllDirectories)
        .Where(static file => file.Contains("/new/", StringComparison.Ordinal) || file.Contains("/cur/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private async Task FillAsync(int count)
    {
        using var client = await ConnectAsync();
        for (int start = 0; start < count; start += 250)
            await client.Inbox!.AppendAsync([.. Enumerable.Range(start, Math.Min(250, count - start)).Select(static number => new AppendRequest(Message(number)))]);
        await client.DisconnectAsync(quit: true);
    }

    private static MimeMessage Message(int number)
    {
        var message = new MimeMessage { Subject = $"number {number}", Body = new TextPart("plain") { Text = $"body {number}" } };
        message.From.Add(new MailboxAddress("Ann", "ann@example.test"));
        return message;
    }

    private async Task<ImapClient> ConnectAsync()
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", server.Imap, SecureSocketOptions.None);
        await client.AuthenticateAsync("bob@example.test", "secret");
        return client;
    }
}
