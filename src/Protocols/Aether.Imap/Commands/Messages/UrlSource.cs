using System.Buffers;
using Aether.Imap.Commands.Fetching;
using Aether.Imap.Commands.Urls;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Bodies;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>The octets that a URL of CATENATE names, out of a message of the same account. RFC 4469 §4, RFC 5092.</summary>
internal static class UrlSource
{
    private const int Chunk = 48 * 1024;

    /// <returns>Null when they are copied, else what to answer.</returns>
    public static async ValueTask<ImapReply?> CopyAsync(ImapSession session, string text, MessageDraft target, CancellationToken ct)
    {
        var bad = ImapReply.No($"BADURL {Quoted(text)}", "There is no such message or part.");
        var (url, email) = await FindAsync(session, text, ct);
        if (url is null || email is null)
            return bad;
        using var open = new OpenMessage(session.Store.Messages, email);
        if (url.Section.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot || !SectionLocator.TryLocate(open, url.Section, out long start, out long length))
            return bad;
        SectionLocator.Cut(url.Section, ref start, ref length);
        if (length > session.Shared.Options.MaxMessageSize - target.Size)
            return ImapReply.No("TOOBIG", "The message is too big.");
        try
        {
            await CopyAsync(open, start, length, target, ct);
            return null;
        }
        catch (CorruptBlobException)
        {
            return bad; // the store has told the operator
        }
    }

    private static async ValueTask CopyAsync(OpenMessage open, long start, long length, MessageDraft target, CancellationToken ct)
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
                target.Write(buffer.AsSpan(0, count));
                await target.FlushAsync(ct);
                start += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>By a URL of one's own mailboxes, or one that carries its authorization. RFC 4467 §7.</summary>
    private static async ValueTask<(ImapUrl? Url, EmailRow? Email)> FindAsync(ImapSession session, string text, CancellationToken ct)
    {
        if (session.Offers("URLAUTH") && AuthorizedUrl.TryParse(text, out var authorized))
            return (authorized.Message, await UrlAuthority.FindAsync(session, authorized, ct));
        if (!ImapUrl.TryParse(text, out var url) || (url.IsPartial && !session.Offers("URL-PARTIAL")))
            return default;
        var reached = url.Mailbox.Length is 0 ? session.Selected?.Reached : await session.Reach.FindAsync(ArgumentReader.WithInbox(url.Mailbox), ct);
        bool isThere = reached is { Mailbox.Selectable: true } && reached.Allows(AclRights.Read) && (url.UidValidity is not { } validity || validity == reached.Mailbox.Counters.UidValidity);
        return (url, isThere ? await UrlAuthority.FindAsync(session.Store, reached!, url.Uid, ct) : null);
    }

    /// <summary>The URL as the client wrote it, fit for a response code.</summary>
    private static string Quoted(string url) => "\"" + new string([.. url.Where(static c => c is >= ' ' and <= '~' and not ('"' or '\\' or ']'))]) + "\"";
}
