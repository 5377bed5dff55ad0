using Aether.Storage.Changes;
using Aether.Storage.Engines.Postgres.Values;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>The answers to a group's statements, one after another, and the news that come of them.</summary>
internal sealed class PostgresAnswer(NpgsqlDataReader reader) : PostgresRows(reader)
{
    private readonly List<ChangeHint> hints = [];

    public IReadOnlyList<ChangeHint> Hints => hints;

    public bool QueueDue { get; private set; }

    /// <summary>Goes to the one row of this statement's answer.</summary>
    public async Task RowAsync()
    {
        if (!await ReadAsync(CancellationToken.None))
            throw new InvalidOperationException("A function of the database gave no row.");
    }

    /// <summary>Messages of a mailbox changed.</summary>
    public void Changed(AccountId account, MailboxId mailbox, long modSeq) => hints.Add(new ChangeHint(account, mailbox, new ModSeq(modSeq)));

    /// <summary>The list of mailboxes changed.</summary>
    public void MailboxesChanged(AccountId account, long modSeq) => hints.Add(new ChangeHint(account, null, new ModSeq(modSeq)));

    public void QueueBecameDue() => QueueDue = true;
}
