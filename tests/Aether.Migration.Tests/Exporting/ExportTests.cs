using Aether.Migration.Sources;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Migration.Tests.Exporting;

/// <summary>What is exported comes in again as it was.</summary>
public sealed class ExportTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Out_and_in_again_is_the_same(bool maildir)
    {
        await using var bench = await MigrationBench.StartAsync();
        await bench.Store.Store.Mailboxes.CreateAsync(bench.Account.Id, "Lists/été", SpecialUse.None, CancellationToken.None);
        await AppendAsync(bench, "INBOX", "Subject: one\r\n\r\nFrom me\r\n>From you\r\n.\r\n", SystemFlags.Seen | SystemFlags.Flagged, "$Work");
        await AppendAsync(bench, "INBOX", "Subject: two\r\n\r\n", SystemFlags.Draft | SystemFlags.Answered | SystemFlags.Deleted);
        await AppendAsync(bench, "Lists/été", "Subject: three\r\n\r\nend\r\n", SystemFlags.None);
        string path = bench.PathOf("out");

        var report = maildir ? await bench.Export.ToMaildirAsync(bench.Account.Id, path, CancellationToken.None) : await bench.Export.ToMboxAsync(bench.Account.Id, path, CancellationToken.None);
        var imported = await bench.ImportAsync(maildir ? MailSources.Maildir(path) : MailSources.Mbox(path), into: "Back");

        Assert.Equal((3L, 0L, 3L), (report.Messages, report.Damaged, imported.Imported));
        foreach (string mailbox in (string[])["INBOX", "Lists/été"])
        {
            Assert.Equal((await bench.ListAsync(mailbox)).Order(StringComparer.Ordinal), (await bench.ListAsync("Back/" + mailbox)).Order(StringComparer.Ordinal));
            if (maildir)
                Assert.Equal(await OctetsAsync(bench, mailbox), await OctetsAsync(bench, "Back/" + mailbox));
        }
    }

    [Fact]
    public async Task Names_lead_nowhere_else()
    {
        await using var bench = await MigrationBench.StartAsync();
        await bench.Store.Store.Mailboxes.CreateAsync(bench.Account.Id, ".hidden/a.b", SpecialUse.None, CancellationToken.None);
        await AppendAsync(bench, ".hidden/a.b", "Subject: x\r\n\r\n", SystemFlags.None);
        await bench.Export.ToMboxAsync(bench.Account.Id, bench.PathOf("out"), CancellationToken.None);
        Assert.True(File.Exists(bench.PathOf("out/_.hidden/a.b.mbox")));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        await using var bench = await MigrationBench.StartAsync();
        bench.Write("out/file", "x");
        await Assert.ThrowsAsync<MigrationException>(() => bench.Export.ToMaildirAsync(bench.Account.Id, bench.PathOf("out"), CancellationToken.None));
    }

    private static async Task<List<string>> OctetsAsync(MigrationBench bench, string mailbox)
    {
        var found = await bench.Store.FindMailboxAsync(bench.Account.Id, mailbox);
        var texts = new List<string>();
        foreach (var row in await bench.Store.Store.Messages.ListAsync(bench.Account.Id, found.Id, CancellationToken.None))
            texts.Add(Convert.ToHexString(await bench.Store.ReadAllAsync(bench.Account.Id, row.Email)));
        texts.Sort(StringComparer.Ordinal);
        return texts;
    }

    private static async Task AppendAsync(MigrationBench bench, string mailbox, string message, SystemFlags flags, params string[] keywords) =>
        await bench.Store.AppendAsync(bench.Account.Id, (await bench.Store.FindMailboxAsync(bench.Account.Id, mailbox)).Id, message, flags, keywords);
}
