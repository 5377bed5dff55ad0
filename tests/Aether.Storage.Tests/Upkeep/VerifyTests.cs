using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Upkeep;

/// <summary>Each rule of a verification notices what breaks it, and a sound store breaks none.</summary>
public sealed class VerifyTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    public async ValueTask InitializeAsync()
    {
        var account = (await store.AddAccountAsync("ann@example.test")).Id;
        var inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
        for (int i = 0; i < 3; i++)
            await store.AppendAsync(account, inbox, $"Subject: {i}\r\n\r\n", SystemFlags.Seen);
        byte[] large = new byte[80_000];
        new Random(1).NextBytes(large);
        await store.Store.Messages.AppendAsync(account, inbox, await store.DraftAsync(large), new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_sound_store_has_no_findings()
    {
        var report = await store.Store.Verifier.VerifyAsync(default);

        Assert.Empty(report.Findings);
        Assert.Equal((4L, 4L), (report.Emails, report.Blobs));
        Assert.True(report.Octets > 80_000);
    }

    [Theory]
    [InlineData("UPDATE place SET places = x''")]
    [InlineData("DELETE FROM place")]
    [InlineData("INSERT INTO place VALUES (999, x'')")]
    public async Task Where_emails_are_that_were_copied_is_looked_at_too(string change)
    {
        await using var embedded = new TestStore(options => options with { Database = "aether.db" });
        var account = (await embedded.AddAccountAsync("ann@example.test")).Id;
        var inbox = (await embedded.FindMailboxAsync(account, Mailbox.Inbox)).Id;
        await embedded.AppendAsync(account, inbox, "Subject: x\r\n\r\n");
        await embedded.Store.Messages.CopyAsync(account, inbox, [new Uid(1)], (await embedded.FindMailboxAsync(account, "Sent")).Id, default);
        Assert.Empty((await embedded.Store.Verifier.VerifyAsync(default)).Findings);

        await embedded.ChangeRowsAsync(change);

        Assert.Contains((await embedded.Store.Verifier.VerifyAsync(default)).Findings, static finding => finding.Check == "places");
    }

    [Theory]
    [InlineData("mailbox-counters", "UPDATE mailbox SET msgs = msgs + 1 WHERE name = 'INBOX'")]
    [InlineData("mailbox-counters", "UPDATE mailbox SET unseen = 0 WHERE name = 'INBOX'")]
    [InlineData("mailbox-counters", "UPDATE mailbox SET bytes = bytes - 1 WHERE name = 'INBOX'")]
    [InlineData("account-counters", "UPDATE account SET used_bytes = used_bytes + 1")]
    [InlineData("account-counters", "UPDATE account SET msgs = 0")]
    [InlineData("uidnext", "UPDATE mailbox SET uidnext = 2 WHERE name = 'INBOX'")]
    [InlineData("modseq", "UPDATE mailbox SET highestmodseq = 1 WHERE name = 'INBOX'")]
    [InlineData("modseq", "UPDATE mailbox SET highestmodseq = 1000 WHERE name = 'INBOX'")]
    [InlineData("change-log", "UPDATE change_log SET modseq = modseq + 1000")]
    [InlineData("message-mailbox", "DELETE FROM mailbox WHERE name = 'INBOX'")]
    [InlineData("message-size", "UPDATE message SET size = size + 1 WHERE uid = 1")]
    [InlineData("email-blob", "UPDATE email SET blob_size = blob_size + 1 WHERE id = 1")]
    [InlineData("email-blob", "DELETE FROM blob WHERE id = 1")]
    [InlineData("places", "UPDATE email SET places = x'' WHERE id = 1")]
    [InlineData("places", "DELETE FROM message WHERE uid = 1")]
    [InlineData("places", "UPDATE message SET email_id = 2 WHERE uid = 1")]
    [InlineData("queue-blob", "INSERT INTO queue_msg (message_id, blob_id, prefix, sender, env, created, expires, priority, size, rcpts) VALUES ('x', 999, x'', '', '{}', 0, 0, 0, 0, 0)")]
    [InlineData("queue-recipients", "INSERT INTO queue_msg (message_id, blob_id, prefix, sender, env, created, expires, priority, size, rcpts) VALUES ('x', 1, x'', '', '{}', 0, 0, 0, 0, 1)")]
    [InlineData("queue-message", "INSERT INTO queue_rcpt (msg_id, domain, rcpt, due_at) VALUES (999, 'd', 'r', 0)")]
    [InlineData("blob-references", "UPDATE blob SET refs = refs + 1 WHERE id = 1")]
    [InlineData("blob-collection", "INSERT INTO blob SELECT 999, x'00', 1, 0, 0, 0, 1, frames FROM blob WHERE id = 1")]
    [InlineData("blob-data", "DELETE FROM blob_data WHERE blob_id = 1")]
    [InlineData("blob-data", "INSERT INTO blob_data VALUES (999, x'00')")]
    [InlineData("segment-octets", "UPDATE segment SET dead = dead + 1")]
    [InlineData("segment-octets", "UPDATE segment SET state = 1")]
    [InlineData("blob", "UPDATE blob_data SET data = x'001122' WHERE blob_id = 1")]
    [InlineData("blob", "UPDATE blob SET hash = zeroblob(32) WHERE id = 1")]
    [InlineData("blob", "UPDATE blob SET seg = 77 WHERE place = 1")]
    public async Task A_broken_rule_is_named(string check, string change)
    {
        await store.ChangeRowsAsync(change);

        var report = await store.Store.Verifier.VerifyAsync(default);

        Assert.Contains(report.Findings, finding => finding.Check == check);
        Assert.Equal(report.FindingCount, report.Findings.Count);
    }
}
