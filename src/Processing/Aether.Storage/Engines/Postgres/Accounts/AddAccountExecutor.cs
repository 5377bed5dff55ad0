using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Inserts an account with its first mailboxes.</summary>
internal sealed class AddAccountExecutor : PostgresExecutor<AddAccount, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddAccount op)
    {
        batch.Call("add_account", 7).Add(op.Address).Add(op.Domain).Add(op.Secret).Add(op.QuotaBytes).Add(op.Now.ToUnixTimeSeconds())
            .Add(FirstMailboxes.All.Select(mailbox => mailbox.Name).ToArray()).Add(FirstMailboxes.All.Select(mailbox => (int)mailbox.Use).ToArray());
    }

    protected override DirectoryResult Read(PostgresAnswer answer, AddAccount op)
    {
        var result = answer.Named<DirectoryResult>(0);
        if (result is DirectoryResult.Done)
            answer.MailboxesChanged(new AccountId(answer.Long(1)), answer.Long(2));
        return result;
    }
}
