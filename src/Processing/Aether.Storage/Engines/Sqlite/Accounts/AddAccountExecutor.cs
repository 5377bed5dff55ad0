using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Inserts an account with INBOX and the mailboxes that clients look for (RFC 6154).</summary>
internal sealed class AddAccountExecutor : SqliteExecutor<AddAccount, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddAccount op)
    {
        if (!DomainRows.Exists(db, op.Domain))
            return DirectoryResult.NoSuchDomain;
        if (AliasRows.Exists(db, op.Address) || GroupRows.Exists(db, op.Address))
            return DirectoryResult.AlreadyExists;

        // The first UIDVALIDITY is the time, so that an account that comes again under its name never repeats one.
        db.Prepare("INSERT OR IGNORE INTO account (name, domain, secret, next_uidvalidity, quota_bytes, created) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(op.Address).Bind(op.Domain).Bind(op.Secret).Bind(op.Now.ToUnixTimeSeconds()).Bind(op.QuotaBytes).Bind(op.Now.ToUnixTimeSeconds()).Run();
        if (db.Changes == 0)
            return DirectoryResult.AlreadyExists;

        var account = new AccountId(db.LastRowId);
        var modSeq = db.NextModSeq(account);
        foreach (var (name, use) in FirstMailboxes.All)
        {
            MailboxRows.Insert(db, account, parent: 0, name, use, modSeq);
            db.Prepare("INSERT INTO subscription (account_id, path) VALUES (?, ?)").Bind(account.Value).Bind(name).Run();
        }
        return DirectoryResult.Done;
    }
}
