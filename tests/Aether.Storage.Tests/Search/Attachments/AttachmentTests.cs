using System.IO.Compression;
using System.Text;
using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Storage.Search;
using Aether.Storage.Search.Attachments;
using Aether.Testing.Stores;
using CsCheck;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Aether.Storage.Tests.Search.Attachments;

/// <summary>Text of attachments: read by the index alone, within bounds, and never in the way of anything.</summary>
public sealed class AttachmentTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private Account ann = null!;
    private Mailbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        inbox = await store.FindMailboxAsync(ann.Id, "INBOX");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_document_is_found_by_its_words()
    {
        await AppendAsync("application/pdf", Pdf("Invoice for hippopotamus food"));
        await AppendAsync("application/octet-stream", Zip(("word/document.xml", "<d><p>Quarterly <b>crocodile</b></p><p>report</p></d>"), ("word/styles.xml", "<d><p>invisible</p></d>")));
        await AppendAsync("application/vnd.oasis.opendocument.text", Zip(("content.xml", "<d><h>Minutes</h><p>\u6211\u5728\u6771\u4eac</p></d>")));
        await AppendAsync("application/x", Zip(("xl/sharedStrings.xml", "<sst><si><t>giraffe</t></si></sst>")));
        await store.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal(1, await FindAsync("hippopotamus"));
        Assert.Equal(1, await FindAsync("crocodile"));
        Assert.Equal(1, await FindAsync("\u6771\u4eac"));
        Assert.Equal(1, await FindAsync("giraffe"));
        Assert.Equal(0, await FindAsync("invisible"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_indexed_without_it()
    {
        await AppendAsync("application/pdf", [.. "%PDF-1.7\n"u8, .. new byte[500]]);
        await AppendAsync("application/zip", [.. "PK\x03\x04"u8, .. new byte[500]]);
        await AppendAsync("application/zip", Zip(("word/document.xml", "<d><p>before" + "</q>")));
        await store.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Equal(3, store.Store.Search.Indexer.Indexed);
        Assert.Equal(1, await FindAsync("before"));
    }

    [Fact] // limits.search.unpacked
    public void A_bomb_ends_at_its_bound()
    {
        var limits = AttachmentLimits.Default with { MaxUnpacked = 1 << 20 };
        byte[] bomb = Zip(("content.xml", "<d>" + string.Concat(Enumerable.Repeat("<x/>", 2 << 20)) + "</d>"));
        Assert.True(bomb.Length < 100_000);
        Assert.Throws<InvalidDataException>(() => OfficeText.Read(bomb, limits, new AttachmentText(1000, TimeProvider.System, TimeSpan.FromMinutes(1))));
    }

    [Fact] // limits.search.attachment, limits.search.attachmentText
    public async Task An_attachment_and_the_text_of_all_are_bounded()
    {
        await using var tight = new TestStore(static options => options with { Attachments = AttachmentLimits.Default with { MaxOctets = 4000, MaxText = 20 } });
        var account = await tight.AddAccountAsync("ann@example.test");
        var box = await tight.FindMailboxAsync(account.Id, "INBOX");
        await AppendAsync(tight, account.Id, box.Id, "application/x", Zip(("word/document.xml", "<d><p>early words that fill later</p></d>")));
        await AppendAsync(tight, account.Id, box.Id, "application/x", Zip(("word/document.xml", "<d><p>elephant</p></d>"), ("noise.bin", Convert.ToBase64String(Noise(6000)))));
        await tight.Store.Search.Indexer.CatchUpAsync(default);

        Assert.Single(await tight.Store.Search.FindWordsAsync(account.Id, WordScope.Body, ["early"], default));
        Assert.Empty(await tight.Store.Search.FindWordsAsync(account.Id, WordScope.Body, ["later"], default));
        Assert.Empty(await tight.Store.Search.FindWordsAsync(account.Id, WordScope.Body, ["elephant"], default));
    }

    [Fact] // limits.search.pages
    public void Pages_are_bounded()
    {
        var text = new AttachmentText(1000, TimeProvider.System, TimeSpan.FromMinutes(1));
        PdfText.Read(Pdf("first", "second", "third"), AttachmentLimits.Default with { MaxPages = 2 }, text);
        Assert.Equal("first second ", text.ToString());
    }

    private static byte[] Noise(int octets)
    {
        byte[] noise = new byte[octets];
        new Random(1).NextBytes(noise);
        return noise;
    }

    [Fact]
    public void Deep_documents_take_no_stack()
    {
        const int Depth = 200_000;
        var text = new AttachmentText(1000, TimeProvider.System, TimeSpan.FromMinutes(1));
        OfficeText.Read(Zip(("content.xml", string.Concat(Enumerable.Repeat("<d>", Depth)) + "<p>deep</p>" + string.Concat(Enumerable.Repeat("</d>", Depth)))), AttachmentLimits.Default, text);
        Assert.Contains("deep", text.ToString(), StringComparison.Ordinal);
    }

    [Fact] // limits.search.attachmentText, limits.search.attachmentTime
    public void Text_and_time_are_bounded()
    {
        var text = new AttachmentText(10, TimeProvider.System, TimeSpan.FromMinutes(1));
        Assert.True(text.Take("12345"));
        Assert.False(text.Take("678901234"));
        Assert.Equal("12345 6789 ", text.ToString());
        Assert.True(new AttachmentText(10, TimeProvider.System, TimeSpan.FromTicks(-1)).IsEnough);
    }

    [Fact]
    public void Scripts_without_spaces_are_spread_and_others_stay()
    {
        Assert.Equal(" \u6771  \u4eac x", WordText.Spread("\u6771\u4eacx"u8));
        Gen.String.Sample(text => WordText.Spread(Encoding.UTF8.GetBytes(text)).Replace(" ", "", StringComparison.Ordinal)
            == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace(" ", "", StringComparison.Ordinal));
    }

    private async Task<int> FindAsync(string word) => (await store.Store.Search.FindWordsAsync(ann.Id, WordScope.Body, [word], default)).Count;

    private Task AppendAsync(string type, byte[] attachment) => AppendAsync(store, ann.Id, inbox.Id, type, attachment);

    private static async Task AppendAsync(TestStore store, AccountId account, MailboxId mailbox, string type, byte[] attachment) => await store.AppendAsync(account, mailbox, $"""
        Subject: one
        Content-Type: multipart/mixed; boundary=x

        --x

        See below.
        --x
        Content-Type: {type}
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(attachment)}
        --x--

        """.ReplaceLineEndings("\r\n"));

    private static byte[] Pdf(params string[] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (string text in pages)
            builder.AddPage(PageSize.A4).AddText(text, 12, new UglyToad.PdfPig.Core.PdfPoint(25, 700), font);
        return builder.Build();
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var octets = new MemoryStream();
        using (var archive = new ZipArchive(octets, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var part = new StreamWriter(archive.CreateEntry(name).Open());
                part.Write(content);
            }
        }

        return octets.ToArray();
    }
}
