using Aether.Identity.Logins;
using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Urls;

/// <summary>Opens what a URL names for whom it authorizes: the mailbox as its user reaches it, if the proof is his. RFC 4467 §4, §7.</summary>
internal static class UrlAuthority
{
    public const string Mechanism = "INTERNAL";

    /// <summary>The message, if the one who is logged in may have it by this URL; what is wrong is not told.</summary>
    public static async ValueTask<EmailRow?> FindAsync(ImapSession session, AuthorizedUrl url, CancellationToken ct)
    {
        return IsFor(session, url) ? await OpenAsync(session.Store, session.Shared.Options.SharedAccount, url, session.Shared.Clock.GetUtcNow(), ct) : null;
    }

    /// <summary>The message, if its owner reaches it still and his proof is right; whom it is for is the caller's to know.</summary>
    public static async ValueTask<EmailRow?> OpenAsync(MailStore store, string sharedAccount, AuthorizedUrl url, DateTimeOffset now, CancellationToken ct)
    {
        if (url.Mechanism is not Mechanism || url.Expires < now)
            return null;
        if (await store.Directory.FindAccountAsync(url.User, ct) is not { } user)
            return null;
        var reach = new MailboxReach(store, new Login(user.Id, user.Address), sharing: true, sharedAccount);
        if (await reach.FindAsync(ArgumentReader.WithInbox(url.Message.Mailbox), ct) is not { Mailbox.Selectable: true } reached || !reached.Allows(AclRights.Read))
            return null;
        var mailbox = reached.Mailbox;
        if ((url.Message.UidValidity is { } validity && validity != mailbox.Counters.UidValidity) || !await store.UrlKeys.VerifyAsync(mailbox.Account, mailbox.Id, user.Id, url.Rump, url.Token, ct))
            return null;
        return await FindAsync(store, reached, url.Message.Uid, ct);
    }

    /// <summary>A message of a mailbox.</summary>
    public static async ValueTask<EmailRow?> FindAsync(MailStore store, ReachedMailbox reached, uint uid, CancellationToken ct)
    {
        var mailbox = reached.Mailbox;
        if (await store.Messages.OpenAsync(mailbox.Account, mailbox.Id, ct) is not { } rows)
            return null;
        int index = rows.Rows.IndexOf(new Uid(uid));
        if (index < 0)
            return null;
        var found = await store.Messages.ReadEmailsAsync(mailbox.Account, new[] { rows.Rows[index].Email }, ct);
        return found is [{ IsDamaged: false } email] ? email : null;
    }

    /// <summary>What is for a submission server is for no session of a user. RFC 4467 §3.</summary>
    private static bool IsFor(ImapSession session, AuthorizedUrl url) => url.Access switch
    {
        UrlAccess.Anonymous or UrlAccess.AnyUser => true,
        UrlAccess.User => url.AccessUser == session.Login!.Address,
        _ => false,
    };
}
