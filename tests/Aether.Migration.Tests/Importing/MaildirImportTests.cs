using Aether.Migration.Sources;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Tests.Importing;

/// <summary>Mail out of a Maildir++ tree: once, again, and after a crash.</summary>
public sealed class MaildirImportTests
{
    [Fact]
    public async Task Folders_flags_dates_and_keywords_come_along()
    {
        await using var bench = await StartAsync();

        var report = await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));

        Assert.Equal((3, 4L, 0L, 0L), (report.Folders, report.Imported, report.Known, report.Refused));
        Assert.Equal(["Seen, Flagged [$Work] 2024-01-02T03:04:05 one", "None [] 2024-02-03T04:05:06 two"], (await bench.ListAsync("INBOX")).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["Answered [] 2024-01-02T03:04:05 three"], await bench.ListAsync("Lists/été"));
        Assert.Equal(["None [] 2024-01-02T03:04:05 four"], await bench.ListAsync("Sent"));
        Assert.Contains("Lists/été", await bench.Store.Store.Mailboxes.SubscriptionsAsync(bench.Account.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("dovecot-uidlist", "3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1\n7 Pkept-by-dovecot W12 :1.x\n8 :2.x,S=5\n9 Pno good :3.x\n", "kept-by-dovecot", "000000084C0907B0")]
    [InlineData("dovecot-uidlist", "1 1275660208 10\n7 1.x:2,S\n8 2.x\n", "000000074C0907B0", "000000084C0907B0")]
    [InlineData("courierpop3dsizelist", "/2 10 1275660208\n1.x,S=9 9 7:1275660208\n2.x 9 0:0\n", "UID7-1275660208", "2.x")]
    [InlineData("none", "", "from.header", null)]
    public async Task What_POP3_called_messages_stays(string file, string list, string first, string? second)
    {
        await using var bench = await StartAsync();
        bench.Write("mail/cur/1.x:2,FSb", "Subject: one\nX-UIDL: from.header \n\nX-UIDL: no\n");
        bench.Write("mail/" + file, list);

        await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));

        var inbox = await bench.Store.FindMailboxAsync(bench.Account.Id, Mailbox.Inbox);
        var ids = await bench.Store.Store.Annotations.UniqueIdsAsync(bench.Account.Id, inbox.Id, CancellationToken.None);
        Assert.Equal(((string?[])[first, second]).OfType<string>().Order(StringComparer.Ordinal), ids.Values.Order(StringComparer.Ordinal));

        // It is nothing that IMAP clients see, and goes where its message goes.
        Assert.Empty(await bench.Store.Store.Annotations.ListAsync(bench.Account.Id, inbox.Id, ids.Keys.First(), bench.Account.Id, CancellationToken.None));
        var sent = await bench.Store.FindMailboxAsync(bench.Account.Id, "Sent");
        await bench.Store.Store.Messages.MoveAsync(bench.Account.Id, inbox.Id, [ids.Keys.First()], sent.Id, CancellationToken.None);
        Assert.Equal(ids.Values.First(), Assert.Single(await bench.Store.Store.Annotations.UniqueIdsAsync(bench.Account.Id, sent.Id, CancellationToken.None)).Value);
    }

    [Fact]
    public async Task Line_ends_become_those_of_the_wire()
    {
        await using var bench = await StartAsync();
        await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));
        var row = (await RowsAsync(bench, "Sent"))[0];
        Assert.Equal("Subject: four\r\n\r\nFrom here\r\n"u8.ToArray(), await bench.Store.ReadAllAsync(bench.Account.Id, row.Email));
    }

    [Fact]
    public async Task Again_takes_only_what_is_new_and_follows_flags()
    {
        await using var bench = await StartAsync();
        await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));
        var inbox = await bench.Store.FindMailboxAsync(bench.Account.Id, Mailbox.Inbox);
        await bench.Store.Store.Messages.RemoveAsync(bench.Account.Id, (await bench.Store.FindMailboxAsync(bench.Account.Id, "Sent")).Id, [new(1)], CancellationToken.None);
        bench.Write("mail/new/5.x", "Subject: five\n\n");
        File.Move(bench.PathOf("mail/new/2.x"), bench.PathOf("mail/cur/2.x:2,S"));

        var report = await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));

        // What the user removed here meanwhile does not come back.
        Assert.Equal((1L, 4L, 1L), (report.Imported, report.Known, report.Updated));
        Assert.Equal(["five", "one", "two"], (await bench.ListAsync("INBOX")).Select(static line => line.Split(' ')[^1]).Order(StringComparer.Ordinal));
        Assert.Contains("Seen [] 2024-02-03T04:05:06 two", await bench.ListAsync("INBOX"));
        Assert.Empty(await bench.ListAsync("Sent"));
        Assert.Equal((0L, 0L), (await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail"))) is var third ? (third.Imported, third.Updated) : default));
        Assert.Equal(3, (await bench.Store.FindMailboxAsync(bench.Account.Id, Mailbox.Inbox)).Counters.Messages);
        Assert.Equal(inbox.Id, (await bench.Store.FindMailboxAsync(bench.Account.Id, Mailbox.Inbox)).Id);
    }

    [Fact]
    public async Task After_a_crash_nothing_comes_twice_and_nothing_is_left_out()
    {
        await using var bench = await StartAsync();
        await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));

        // The journal lost its last line, and half of the one before.
        foreach (string journal in Directory.GetFiles(bench.Journals))
        {
            string text = await File.ReadAllTextAsync(journal);
            await File.WriteAllTextAsync(journal, text[..(text.Length / 3)]);
        }

        var report = await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")));

        Assert.Equal((0L, 4L), (report.Imported, report.Known));
        Assert.Equal(2, (await bench.ListAsync("INBOX")).Count);
    }

    [Fact]
    public async Task A_folder_can_be_given_that_all_come_below()
    {
        await using var bench = await StartAsync();
        await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail")), into: "Old");
        Assert.Empty(await bench.ListAsync("INBOX"));
        Assert.Equal(2, (await bench.ListAsync("Old/INBOX")).Count);
        Assert.Single(await bench.ListAsync("Old/Sent"));
    }

    [Fact]
    public async Task An_account_that_is_full_says_so_and_goes_on_later()
    {
        await using var bench = await MigrationBench.StartAsync(static options => options with { QuotaBytes = 40 });
        bench.Write("mail/cur/1.x:2,", "Subject: one\n\n" + new string('x', 100));
        Directory.CreateDirectory(bench.PathOf("mail/new"));
        var failure = await Assert.ThrowsAsync<MigrationException>(() => bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail"))));
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_counted()
    {
        await using var bench = await StartAsync();
        bench.Write("mail/cur/9.x:2,", "");
        Assert.Equal((4L, 1L), (await bench.ImportAsync(MailSources.Maildir(bench.PathOf("mail"))) is var report ? (report.Imported, report.Refused) : default));
    }

    [Fact]
    public async Task What_is_no_Maildir_is_refused()
    {
        await using var bench = await MigrationBench.StartAsync();
        await Assert.ThrowsAsync<MigrationException>(() => bench.ImportAsync(MailSources.Maildir(bench.PathOf("nothing"))));
    }

    private static async Task<IReadOnlyList<MessageRow>> RowsAsync(MigrationBench bench, string mailbox) =>
        await bench.Store.Store.Messages.ListAsync(bench.Account.Id, (await bench.Store.FindMailboxAsync(bench.Account.Id, mailbox)).Id, CancellationToken.None);

    private static async Task<MigrationBench> StartAsync()
    {
        var bench = await MigrationBench.StartAsync();
        bench.Write("mail/cur/1.x:2,FSb", "Subject: one\n\n");
        bench.Write("mail/new/2.x", "Subject: two\n\n", new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        bench.Write("mail/dovecot-keywords", "0 Other\n1 $Work\n");
        bench.Write("mail/subscriptions", "Lists.&AOk-t&AOk-\n");
        bench.Write("mail/.Lists.&AOk-t&AOk-/cur/3.x:2,R", "Subject: three\n\n");
        bench.Write("mail/.Sent/cur/4.x:2,", "Subject: four\n\nFrom here\n");
        return bench;
    }
}
