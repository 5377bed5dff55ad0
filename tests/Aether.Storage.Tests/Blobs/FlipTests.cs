using System.Text;
using Aether.Mime.Scanning;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Storage.Tests.Blobs;

/// <summary>Case F07: bits that flip in segments, database pages and the log. Octets are right or refused, never wrong, and one flip costs one message where its place allows that.</summary>
public sealed class FlipTests : IAsyncLifetime
{
    private const int Messages = 24;

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private readonly Dictionary<uint, byte[]> bodies = [];

    public async ValueTask InitializeAsync()
    {
        // The log is left as a kill leaves it, so it is copied while the store is open.
        await using var store = Open(folder.File("live"));
        await store.Directory.AddDomainAsync("example.test", null, default);
        await store.Directory.AddAccountAsync("ann@example.test", "", 0, default);
        var account = (await store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var inbox = (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, default))!.Id;
        for (uint i = 1; i <= Messages; i++)
        {
            byte[] body = new byte[i % 3 == 0 ? 3_000 : 40_000 + (i * 1_000)];
            new Random((int)i).NextBytes(body);
            Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n").CopyTo(body, 0);
            await using var draft = store.Bodies.NewDraft();
            draft.Write(body);
            await store.Messages.AppendAsync(account, inbox, await draft.CompleteAsync(default), new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default);
            bodies[i] = body;
        }
        Copy(folder.File("live"), folder.File("killed"));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(150)]
    public async Task A_flip_in_a_segment_costs_at_most_one_message(int usual)
    {
        int flips = Count(usual);
        int costly = 0;
        for (int seed = 0; seed < flips; seed++)
        {
            var (read, damaged, unlisted) = await ReadAllAfterFlipAsync("live", "segments/00000001.seg", seed);
            Assert.True(damaged <= 1 && unlisted == 0, $"seed {seed}: {damaged} damaged, {unlisted} not listed");
            Assert.Equal(Messages - damaged, read);
            costly += damaged;
        }

        // Most of the file is octets of messages.
        Assert.InRange(costly, flips * 9 / 10, flips);
    }

    [Theory]
    [InlineData("live", "aether.db", 150)]
    [InlineData("killed", "aether.db-wal", 100)]
    public async Task A_flip_in_the_database_or_its_log_never_gives_wrong_octets(string from, string file, int usual)
    {
        int flips = Count(usual);
        int whole = 0;
        for (int seed = 0; seed < flips; seed++)
        {
            var (read, damaged, unlisted) = await ReadAllAfterFlipAsync(from, file, seed);
            Assert.Equal(Messages, read + damaged + unlisted);
            whole += unlisted == 0 && damaged <= 1 ? 1 : 0;
        }

        // What stands in pages that lead to others may cost more; that is the smaller part.
        if (from == "live")
            Assert.InRange(whole, flips / 2, flips);
    }

    /// <summary>By hand more: <c>AETHER_TEST_FLIPS=1000</c>.</summary>
    private static int Count(int usual) =>
        Environment.GetEnvironmentVariable("AETHER_TEST_FLIPS") is { Length: > 0 } many ? int.Parse(many, System.Globalization.CultureInfo.InvariantCulture) : usual;

    /// <summary>Flips one bit in a copy and reads every message; wrong octets fail the test.</summary>
    private async Task<(int Read, int Damaged, int Unlisted)> ReadAllAfterFlipAsync(string from, string file, int seed)
    {
        string copy = folder.File("copy");
        Copy(folder.File(from), copy);
        var random = new Random(seed);
        string path = Path.Combine(copy, file);
        byte[] octets = await File.ReadAllBytesAsync(path);
        octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(path, octets);
        try
        {
            await using var store = Open(copy);
            return await ReadAllAsync(store, seed);
        }
        catch (Exception refused) when (refused is StoreOpenException or StoreUnavailableException)
        {
            return (0, 0, Messages);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private async Task<(int Read, int Damaged, int Unlisted)> ReadAllAsync(MailStore store, int seed)
    {
        int read = 0, damaged = 0;
        if (await store.Directory.ListAccountsAsync(null, "", default).ToArrayAsync() is not [var account, ..]
            || await store.Mailboxes.FindAsync(account.Id, Mailbox.Inbox, default) is not { } inbox)
            return (0, 0, Messages);
        foreach (var row in await store.Messages.ListAsync(account.Id, inbox.Id, default))
        {
            try
            {
                var email = await store.Messages.ReadEmailsAsync(account.Id, new[] { row.Email }, default) is [var found, ..] ? found : null;
                using var body = email is null or { IsDamaged: true } ? null : await store.Messages.OpenBodyAsync(email, default);
                if (body is null)
                {
                    damaged++;
                    continue;
                }
                byte[] octets = new byte[body.Size];
                for (long at = 0; at < body.Size;)
                    at += await body.ReadAsync(at, octets.AsMemory((int)at), default);
                Assert.True(bodies.Values.Any(sound => sound.AsSpan().SequenceEqual(octets)), $"seed {seed}: uid {row.Uid} has wrong octets");
                read++;
            }
            catch (CorruptBlobException)
            {
                damaged++;
            }
        }
        return (read, damaged, Math.Max(0, Messages - read - damaged));
    }

    private MailStore Open(string data) => MailStore.Open(new StoreOptions(data), new MimeLimits(), clock, NullLogger.Instance);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "segments"));
        foreach (string file in Directory.GetFiles(from).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string file in Directory.GetFiles(Path.Combine(from, "segments")))
            File.Copy(file, Path.Combine(to, "segments", Path.GetFileName(file)));
    }
}
