using Aether.Migration.Sources;

namespace Aether.Migration.Tests.Importing;

/// <summary>Mail out of mbox files. RFC 4155.</summary>
public sealed class MboxImportTests
{
    private const string Two = """
        From ann@x.test Tue Jan  2 03:04:05 2024
        Subject: one
        Status: RO
        X-Status: AF
        X-Keywords: $Work

        text
        From the middle of a text
        >From a line that was quoted

        From bob@x.test Wed Jan  3 03:04:05 2024
        Subject: two

        last


        """;

    [Fact]
    public async Task Messages_begin_with_From_behind_an_empty_line()
    {
        await using var bench = await MigrationBench.StartAsync();
        string file = bench.Write("mail.mbox", Two);

        Assert.Equal(2, (await bench.ImportAsync(MailSources.Mbox(file))).Imported);

        Assert.Equal(["Seen, Answered, Flagged [$Work] 2024-01-02T03:04:05 one", "None [] 2024-01-03T03:04:05 two"], await bench.ListAsync("INBOX"));
        var inbox = await bench.Store.FindMailboxAsync(bench.Account.Id, "INBOX");
        var rows = await bench.Store.Store.Messages.ListAsync(bench.Account.Id, inbox.Id, CancellationToken.None);
        string text = System.Text.Encoding.UTF8.GetString(await bench.Store.ReadAllAsync(bench.Account.Id, rows[0].Email));
        Assert.EndsWith("text\r\nFrom the middle of a text\r\nFrom a line that was quoted\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_grew_and_whose_flags_changed_is_known_again()
    {
        await using var bench = await MigrationBench.StartAsync();
        string file = bench.Write("mail.mbox", Two);
        await bench.ImportAsync(MailSources.Mbox(file));
        bench.Write("mail.mbox", Two.Replace("Subject: two\n", "Subject: two\nStatus: R\n", StringComparison.Ordinal) + "From c@x Thu Jan  4 03:04:05 2024\nSubject: three\n\n\n");

        var report = await bench.ImportAsync(MailSources.Mbox(file));

        Assert.Equal((1L, 2L, 1L), (report.Imported, report.Known, report.Updated));
        Assert.Contains("Seen [] 2024-01-03T03:04:05 two", await bench.ListAsync("INBOX"));
    }

    [Fact]
    public async Task A_folder_of_files_becomes_folders_and_what_is_no_mbox_is_passed_over()
    {
        await using var bench = await MigrationBench.StartAsync();
        bench.Write("mail/Sent.mbox", Two);
        bench.Write("mail/Lists/Cats", Two + Two);
        bench.Write("mail/notes.txt", "hello");
        bench.Write("mail/.imap/Sent/index", "From ");

        var report = await bench.ImportAsync(MailSources.Mbox(bench.PathOf("mail")));

        // Two copies of one message are two messages.
        Assert.Equal((2, 6L), (report.Folders, report.Imported));
        Assert.Equal(4, (await bench.ListAsync("Lists/Cats")).Count);
    }

    [Fact]
    public async Task What_is_no_mbox_is_refused()
    {
        await using var bench = await MigrationBench.StartAsync();
        string file = bench.Write("mail.mbox", "hello\n");
        await Assert.ThrowsAsync<MigrationException>(() => bench.ImportAsync(MailSources.Mbox(file)));
        await Assert.ThrowsAsync<MigrationException>(() => bench.ImportAsync(MailSources.Mbox(bench.PathOf("nothing"))));
    }
}
