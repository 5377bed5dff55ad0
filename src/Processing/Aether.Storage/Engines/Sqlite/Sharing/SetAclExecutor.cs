using Aether.Protocol.Imap;
using Aether.Storage.Changes;
using Aether.Storage.Mailboxes;
using Aether.Storage.Sharing;

namespace Aether.Storage.Engines.Sqlite.Sharing;

/// <summary>Changes one entry of a mailbox's rights; an empty one goes away.</summary>
internal sealed class SetAclExecutor : SqliteExecutor<SetAcl, MailboxStatus>
{
    protected override MailboxStatus Execute(SqliteWrite db, SetAcl op)
    {
        if (!IsThere(db, op))
            return MailboxStatus.NoSuchMailbox;
        long grantee = op.Change.Grantee?.Value ?? 0;
        var (rights, denied) = Find(db, op, grantee, out int entries);
        if (op.Change.IsDenial)
            denied = Apply(denied, op.Change);
        else
            rights = Apply(rights, op.Change);

        if ((rights | denied) is AclRights.None)
        {
            db.Prepare("DELETE FROM acl WHERE account_id = ? AND mailbox_id = ? AND grantee_id = ?").Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(grantee).Run();
        }
        else
        {
            if (entries >= op.MaxEntries)
                return MailboxStatus.TooMany;
            db.Prepare("""
                INSERT INTO acl (account_id, mailbox_id, grantee_id, rights, denied) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (account_id, mailbox_id, grantee_id) DO UPDATE SET rights = excluded.rights, denied = excluded.denied
                """).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(grantee).Bind((long)rights).Bind((long)denied).Run();
        }

        // Sessions of others that have it open hear of it and look at their rights again.
        db.MailboxChanged(op.Account, op.Mailbox, db.NextModSeq(op.Account), ChangeKind.Changed);
        return MailboxStatus.Done;
    }

    private static bool IsThere(SqliteWrite db, SetAcl op)
    {
        using var find = db.Prepare("SELECT 1 FROM mailbox WHERE account_id = ? AND id = ?").Bind(op.Account.Value).Bind(op.Mailbox.Value);
        return find.Step();
    }

    /// <param name="entries">How many others there are.</param>
    private static (AclRights Rights, AclRights Denied) Find(SqliteWrite db, SetAcl op, long grantee, out int entries)
    {
        entries = 0;
        var found = (AclRights.None, AclRights.None);
        using var list = db.Prepare("SELECT grantee_id, rights, denied FROM acl WHERE account_id = ? AND mailbox_id = ?").Bind(op.Account.Value).Bind(op.Mailbox.Value);
        while (list.Step())
        {
            if (list.Long(0) == grantee)
                found = ((AclRights)list.Int(1), (AclRights)list.Int(2));
            else
                entries++;
        }
        return found;
    }

    private static AclRights Apply(AclRights before, AclChange change) => change.Mode switch
    {
        AclMode.Add => before | change.Rights,
        AclMode.Remove => before & ~change.Rights,
        _ => change.Rights,
    };
}
