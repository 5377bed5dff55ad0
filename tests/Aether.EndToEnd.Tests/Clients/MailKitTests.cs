using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>MailKit as a stranger: it sends with attachments, reads structures, searches, moves, and hears of new mail.</summary>
public sealed class MailKitTests : IAsyncLifetime
{
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(SecureSocketOptions.StartTls)]
    [InlineData(SecureSocketOptions.SslOnConnect)]
    [InlineData(SecureSocketOptions.None)]
    public async Task A_message_goes_in_and_out_whole(SecureSocketOptions tls)
    {
        var sent = Message("whole", Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray());
        await SendAsync(sent, tls);

        using var imap = await LoginAsync("bob@example.test", tls);
        await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        var summary = Assert.Single(await imap.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure | MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.Flags));
        var received = await imap.Inbox.GetMessageAsync(summary.UniqueId);
        var attachment = (MimePart)(await imap.Inbox.GetBodyPartAsync(summary.UniqueId, Assert.Single(summary.Attachments)))!;

        Assert.Equal("whole", summary.Envelope!.Subject);
        Assert.Equal("ann@example.test", Assert.Single(summary.Envelope.From.Mailboxes).Address);
        Assert.Equal(sent.MessageId, received.MessageId);
        Assert.Equal(sent.TextBody, received.TextBody);
        Assert.Equal(Octets((MimePart)sent.Attachments.Single()), Octets(attachment));
        await imap.DisconnectAsync(true);
    }

    [Fact]
    public async Task Folders_flags_search_copy_and_move_work()
    {
        for (int i = 0; i < 5; i++)
            await SendAsync(Message($"number {i}"), SecureSocketOptions.None);

        using var imap = await LoginAsync("bob@example.test", SecureSocketOptions.None);
        var inbox = imap.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadWrite);
        var top = imap.GetFolder(imap.PersonalNamespaces[0]);
        var project = await top.CreateAsync("Projekte \u2603", true) ?? throw new InvalidOperationException("No folder.");
        var found = await inbox.SearchAsync(SearchQuery.SubjectContains("number 3").Or(SearchQuery.SubjectContains("number 4")));
        await inbox.AddFlagsAsync(found, MessageFlags.Flagged, new HashSet<string> { "$Important" }, silent: false);
        var moved = await inbox.MoveToAsync(found[0], project);
        await inbox.CopyToAsync(found[1], project);
        await project.OpenAsync(FolderAccess.ReadOnly);

        Assert.Equal(2, found.Count);
        Assert.NotNull(moved);
        Assert.Equal(2, project.Count);
        var flags = await project.FetchAsync(0, -1, MessageSummaryItems.Flags);
        Assert.All(flags, summary => Assert.True(summary.Flags!.Value.HasFlag(MessageFlags.Flagged)));
        Assert.All(flags, summary => Assert.Contains("$Important", summary.Keywords));
        Assert.NotNull(imap.GetFolder(SpecialFolder.Sent));
        await imap.DisconnectAsync(true);
    }

    [Fact]
    public async Task Idle_hears_of_new_mail_at_once()
    {
        using var imap = await LoginAsync("bob@example.test", SecureSocketOptions.None);
        await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        imap.Inbox.CountChanged += (_, _) => heard.TrySetResult();
        using var done = new CancellationTokenSource();
        var idle = imap.IdleAsync(done.Token);

        await SendAsync(Message("news"), SecureSocketOptions.None);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await done.CancelAsync();
        await idle;

        Assert.Equal(1, imap.Inbox.Count);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_both()
    {
        using var imap = new ImapClient();
        await imap.ConnectAsync("127.0.0.1", server.Imap, SecureSocketOptions.None);
        // One mechanism each: left to itself MailKit tries the same password by all of them, and the third failure ends a session.
        await Assert.ThrowsAsync<AuthenticationException>(() => imap.AuthenticateAsync(new SaslMechanismScramSha256("bob@example.test", "wrong")));
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", server.Submission, SecureSocketOptions.None);
        await Assert.ThrowsAsync<AuthenticationException>(() => smtp.AuthenticateAsync(new SaslMechanismPlain("bob@example.test", "wrong")));
    }

    [Fact]
    public async Task Nobody_sends_as_somebody_else()
    {
        using var smtp = await ConnectAsync(SecureSocketOptions.None);
        var message = Message("forged");
        message.From.Clear();
        message.From.Add(new MailboxAddress("Bob", "bob@example.test"));
        await Assert.ThrowsAsync<SmtpCommandException>(() => smtp.SendAsync(message));
    }

    private static MimeMessage Message(string subject, byte[]? attachment = null)
    {
        var body = new BodyBuilder { TextBody = "Guten Tag, \u00e4\u00f6\u00fc \u65e5\u672c\r\n.\r\n", HtmlBody = "<p>Guten Tag</p>" };
        if (attachment is not null)
            body.Attachments.Add("data.bin", attachment);
        return new MimeMessage([new MailboxAddress("Ann", "ann@example.test")], [new MailboxAddress("Bob", "bob@example.test")], subject, body.ToMessageBody());
    }

    private static byte[] Octets(MimePart part)
    {
        using var stream = new MemoryStream();
        part.Content!.DecodeTo(stream);
        return stream.ToArray();
    }

    private async Task SendAsync(MimeMessage message, SecureSocketOptions tls)
    {
        using var smtp = await ConnectAsync(tls);
        await smtp.SendAsync(message);
        await smtp.DisconnectAsync(true);
    }

    private async Task<SmtpClient> ConnectAsync(SecureSocketOptions tls)
    {
        var smtp = new SmtpClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject.Contains("mail.example.test", StringComparison.Ordinal) };
        await smtp.ConnectAsync("127.0.0.1", tls is SecureSocketOptions.SslOnConnect ? server.Submissions : server.Submission, tls);
        await smtp.AuthenticateAsync("ann@example.test", "secret");
        return smtp;
    }

    private async Task<ImapClient> LoginAsync(string user, SecureSocketOptions tls)
    {
        var imap = new ImapClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject.Contains("mail.example.test", StringComparison.Ordinal) };
        await imap.ConnectAsync("127.0.0.1", tls is SecureSocketOptions.SslOnConnect ? server.Imaps : server.Imap, tls);
        await imap.AuthenticateAsync(user, "secret");
        return imap;
    }
}
