using System.Buffers;
using Aether.Imap.Commands.Fetching;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Urls;

/// <summary>
/// URLs that a user gave to a submission server, <c>URLAUTH=submit+ann</c>, and those that are for everybody: their octets, for who is
/// logged in there. RFC 4467 §3, RFC 4468 §3.
/// </summary>
/// <param name="sharedAccount">Local part of the account in each domain whose mailboxes are public folders.</param>
public sealed class SubmittedUrls(MailStore store, string sharedAccount, TimeProvider clock)
{
    private const int Chunk = 48 * 1024;

    /// <summary>Whether a URL may be used by a submission server for this sender at all, whatever it leads to.</summary>
    public static bool Trusts(string url, string submitter) => AuthorizedUrl.TryParse(url, out var parsed)
        && (parsed.Access is UrlAccess.Anonymous || (parsed.Access is UrlAccess.Submit && parsed.AccessUser == submitter));

    /// <summary>Hands the octets over; false when there are none to be had, and none were handed over then.</summary>
    /// <param name="take">Gets them; false when it wants no more.</param>
    public async ValueTask<bool> CopyAsync(string url, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> take, CancellationToken ct)
    {
        if (!AuthorizedUrl.TryParse(url, out var parsed) || await UrlAuthority.OpenAsync(store, sharedAccount, parsed, clock.GetUtcNow(), ct) is not { } email)
            return false;
        var section = parsed.Message.Section;
        using var open = new OpenMessage(store.Messages, email);
        try
        {
            if (section.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot || !SectionLocator.TryLocate(open, section, out long start, out long length))
                return false;
            SectionLocator.Cut(section, ref start, ref length);
            await SectionWriter.CheckAsync(open, section, ct); // what was begun can't be taken back
            await CopyAsync(open, start, length, take, ct);
            return true;
        }
        catch (Exception damage) when (damage is CorruptBlobException or InvalidDataException)
        {
            return false; // the store has told the operator
        }
    }

    private static async ValueTask CopyAsync(OpenMessage open, long start, long length, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> take, CancellationToken ct)
    {
        var body = await open.OpenAsync(ct);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long end = start + length; start < end;)
            {
                int count = await body.ReadAsync(start, buffer.AsMemory(0, (int)Math.Min(Chunk, end - start)), ct);
                if (count is 0)
                    throw new CorruptBlobException(open.Email.Blob, "it ends early");
                if (!await take(buffer.AsMemory(0, count), ct))
                    return;
                start += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
