using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Access;

/// <summary>A mailbox as somebody reaches it: his own, or one of another that he has rights on. RFC 4314.</summary>
/// <param name="Mailbox">Its path is the name that <paramref name="Reader"/> knows it by.</param>
/// <param name="OwnPath">The name that its owner knows it by.</param>
internal sealed record ReachedMailbox(Mailbox Mailbox, string OwnPath, AccountId Reader, AclRights Rights)
{
    public bool IsForeign => Mailbox.Account != Reader;

    public bool Allows(AclRights needed) => (Rights & needed) == needed;

    /// <summary>What to answer who lacks a right; null where all are there. Who may not even list it hears that it does not exist (case I07).</summary>
    public ImapReply? Refusal(AclRights needed, ImapReply missing) =>
        Allows(needed) ? null : Allows(AclRights.Lookup) ? ImapReply.NoPermission : missing;
}
