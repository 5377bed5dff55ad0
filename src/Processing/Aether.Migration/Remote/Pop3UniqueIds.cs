using Aether.Migration.Sources;
using MailKit.Net.Pop3;

namespace Aether.Migration.Remote;

/// <summary>
/// What another server's POP3 calls the messages of an INBOX that is read by IMAP: those of one size whose headers say the same are
/// one message. So POP3 clients do not fetch it again. RFC 1939 §7.
/// </summary>
internal sealed class Pop3UniqueIds(RemoteAccount account) : IAsyncDisposable
{
    /// <summary>Octets of a header that are compared.</summary>
    private const int MaxHead = 64 * 1024;

    private readonly Pop3Client client = new();
    private Dictionary<long, Sized>? bySize;

    /// <summary>The id of a message; null when POP3 does not have it.</summary>
    /// <exception cref="MigrationException">The server does not answer, or refuses.</exception>
    public async ValueTask<string?> FindAsync(ReadOnlyMemory<byte> header, long size, CancellationToken ct)
    {
        try
        {
            bySize ??= await ListAsync(ct);
            return bySize.TryGetValue(size, out var sized) ? await FindAsync(sized, HeaderPrint.Of(header.Span), ct) : null;
        }
        catch (Exception refused) when (RemoteLogin.IsRefusal(refused))
        {
            throw RemoteLogin.Failed(account, refused);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (client.IsConnected)
            await client.DisconnectAsync(quit: true);
        client.Dispose();
    }

    /// <summary>Looks at headers until the one is found; each is fetched once. Two messages that look the same are taken in order.</summary>
    private async ValueTask<string?> FindAsync(Sized sized, string print, CancellationToken ct)
    {
        if (sized.Known.TryGetValue(print, out var ids) && ids.TryDequeue(out string? id))
            return id;
        while (sized.Unseen.TryDequeue(out var next))
        {
            string found = HeaderPrint.Of((await HeadAsync(next.Index, ct)).Span);
            if (found == print)
                return next.Id;
            if (!sized.Known.TryGetValue(found, out var others))
                sized.Known[found] = others = new Queue<string>();
            others.Enqueue(next.Id);
        }

        return null;
    }

    private async Task<Dictionary<long, Sized>> ListAsync(CancellationToken ct)
    {
        await RemoteLogin.EnterAsync(client, account, ct);
        var ids = await client.GetMessageUidsAsync(ct);
        var sizes = await client.GetMessageSizesAsync(ct);
        var all = new Dictionary<long, Sized>();
        for (int index = 0; index < Math.Min(ids.Count, sizes.Count); index++)
        {
            if (!UniqueId.IsOne(ids[index]))
                continue;
            if (!all.TryGetValue(sizes[index], out var sized))
                all[sizes[index]] = sized = new Sized();
            sized.Unseen.Enqueue((index, ids[index]));
        }

        return all;
    }

    private async Task<ReadOnlyMemory<byte>> HeadAsync(int index, CancellationToken ct)
    {
        await using var stream = await client.GetStreamAsync(index, headersOnly: true, ct);
        byte[] head = new byte[MaxHead];
        return head.AsMemory(0, await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct));
    }

    private sealed class Sized
    {
        public Queue<(int Index, string Id)> Unseen { get; } = new();

        /// <summary>Ids of those whose header was fetched, by what it says.</summary>
        public Dictionary<string, Queue<string>> Known { get; } = new(StringComparer.Ordinal);
    }
}
