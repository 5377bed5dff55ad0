using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Blobs.S3;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Storage.Tests.Blobs.S3;

/// <summary>A store whose large bodies lie in a bucket. Case F11.</summary>
public sealed class S3StoreTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private FaultyS3 bucket = null!;
    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        bucket = await FaultyS3.StartAsync(TimeProvider.System);
        store = new TestStore(options => options with { BlobsUrl = bucket.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await bucket.DisposeAsync();
    }

    [Theory, InlineData(1_000, 0), InlineData(100_000, 1), InlineData(20_000_000, 1)]
    public async Task A_body_comes_back_whatever_its_size(int size, int objects)
    {
        var (account, inbox) = await AnnAsync();
        byte[] message = Message(size);

        var email = await StoreAsync(account, inbox, message);

        Assert.Equal(message, await store.ReadAllAsync(account, email));
        Assert.Equal(objects, bucket.Names.Count);
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Folder, "spool")));
        await store.ReopenAsync();
        Assert.Equal(message, await store.ReadAllAsync(account, email));
        Assert.Empty((await store.Store.Verifier.VerifyAsync(None)).Findings);
    }

    [Fact]
    public async Task Faults_of_the_bucket_lose_nothing_and_leave_only_what_is_collected_later()
    {
        const int Messages = 60;
        var (account, inbox) = await AnnAsync();
        var dice = new Random(7);
        lock (dice)
        {
            bucket.Faults = _ =>
            {
                lock (dice)
                    return dice.Next(10) == 0 ? (S3Fault)dice.Next(1, 6) : S3Fault.None;
            };
        }

        var stored = new List<(EmailId Email, byte[] Octets)>();
        int refused = 0;
        for (int i = 0; i < Messages; i++)
        {
            byte[] message = Message(i % 10 == 0 ? 9_000_000 : 60_000 + i);
            try
            {
                stored.Add((await StoreAsync(account, inbox, message), message));
            }
            catch (StoreUnavailableException)
            {
                refused++;
            }
        }

        bucket.Faults = _ => S3Fault.None;
        Assert.InRange(refused, 0, Messages / 4);
        foreach (var (email, octets) in stored)
            Assert.Equal(octets, await store.ReadAllAsync(account, email));

        // What was uploaded and never stored goes after a day, and nothing else does.
        bucket.Faults = _ => S3Fault.None;
        Assert.True(bucket.Names.Count >= stored.Count);
        await CollectAsync(TimeSpan.FromHours(1));
        Assert.True(bucket.Names.Count >= stored.Count);
        await CollectAsync(TimeSpan.FromHours(48));
        Assert.Equal(stored.Count, bucket.Names.Count);
        Assert.Empty((await store.Store.Verifier.VerifyAsync(None)).Findings);
    }

    [Fact]
    public async Task A_bucket_that_is_away_puts_large_mail_off_and_lets_small_mail_through()
    {
        var (account, inbox) = await AnnAsync();
        var large = await StoreAsync(account, inbox, Message(100_000));
        bucket.Faults = _ => S3Fault.Busy;

        await StoreAsync(account, inbox, Message(1_000));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreAsync(account, inbox, Message(100_000)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAllAsync(account, large));

        bucket.Faults = _ => S3Fault.None;
        Assert.NotEmpty(await store.ReadAllAsync(account, large));
    }

    [Fact]
    public async Task Damage_in_the_bucket_is_noticed()
    {
        var (account, inbox) = await AnnAsync();
        var email = await StoreAsync(account, inbox, Message(100_000));
        bucket.Damage(Assert.Single(bucket.Names));

        await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAllAsync(account, email));
        Assert.Single((await store.Store.Verifier.VerifyAsync(None)).Findings);
    }

    [Fact]
    public async Task An_object_goes_with_its_last_reference_when_the_grace_is_over()
    {
        var (account, inbox) = await AnnAsync();
        byte[] message = Message(100_000);
        await StoreAsync(account, inbox, message);
        await StoreAsync(account, inbox, message); // The same octets: its upload is nobody's, the row is shared.
        Assert.Equal(2, bucket.Names.Count);
        var uids = (await store.Store.Messages.ListAsync(account, inbox, None)).Select(row => row.Uid).ToList();
        await store.Store.Messages.ExpungeAsync(account, inbox, uids, None);
        await store.Store.Sweeper.SweepAsync(None);
        Assert.Equal(2, bucket.Names.Count);

        for (int sweep = 0; sweep < 4; sweep++)
        {
            store.Clock.Advance(TimeSpan.FromDays(4));
            await store.Store.Sweeper.SweepAsync(None);
        }

        Assert.Empty(bucket.Names); // One with its row, the other when the bucket was looked through.
    }

    private static byte[] Message(int size) =>
        Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(size * 3 / 4), Base64FormattingOptions.InsertLineBreaks) + "\r\n");

    private async Task<(AccountId Account, MailboxId Inbox)> AnnAsync()
    {
        var ann = await store.AddAccountAsync("ann@example.test");
        return (ann.Id, (await store.FindMailboxAsync(ann.Id, Mailbox.Inbox)).Id);
    }

    private async Task<EmailId> StoreAsync(AccountId account, MailboxId inbox, byte[] message)
    {
        var appended = await store.Store.Messages.AppendAsync(
            account, inbox, await store.DraftAsync(message), new(FlagChangeMode.Replace, SystemFlags.Deleted, []), null, None);
        Assert.NotEqual(default, appended);
        return (await store.Store.Messages.ListAsync(account, inbox, None))[^1].Email;
    }

    /// <summary>What the weekly look does once that much time has gone by.</summary>
    private async Task CollectAsync(TimeSpan later)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + later);
        using var server = new ObjectServer(S3Address.Parse(bucket.Url)!, TimeSpan.FromSeconds(10), TimeProvider.System);
        await new ObjectCollector(server, "", store.Store.Engine.Blobs, clock).CollectAsync(None);
    }
}
