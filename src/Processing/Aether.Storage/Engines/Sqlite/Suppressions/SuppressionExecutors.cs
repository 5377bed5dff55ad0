using Aether.Storage.Suppressions;

namespace Aether.Storage.Engines.Sqlite.Suppressions;

/// <summary>Puts an address on the list.</summary>
internal sealed class AddSuppressionExecutor : SqliteExecutor<AddSuppression, bool>
{
    protected override bool Execute(SqliteWrite db, AddSuppression op)
    {
        db.Prepare("DELETE FROM suppression WHERE address = ?").Bind(op.Row.Address).Run();
        bool known = db.Changes == 1;
        db.Prepare("INSERT INTO suppression (address, reason, since, until) VALUES (?, ?, ?, ?)")
            .Bind(op.Row.Address).Bind(op.Row.Reason).Bind(op.Row.Since.ToUnixTimeMilliseconds()).Bind(op.Row.Until.ToUnixTimeMilliseconds()).Run();
        return !known;
    }
}

/// <summary>Takes an address off the list.</summary>
internal sealed class RemoveSuppressionExecutor : SqliteExecutor<RemoveSuppression, bool>
{
    protected override bool Execute(SqliteWrite db, RemoveSuppression op)
    {
        db.Prepare("DELETE FROM suppression WHERE address = ?").Bind(op.Address).Run();
        return db.Changes == 1;
    }
}

/// <summary>Forgets addresses whose time is over.</summary>
internal sealed class ForgetSuppressionsExecutor : SqliteExecutor<ForgetSuppressions, int>
{
    protected override int Execute(SqliteWrite db, ForgetSuppressions op)
    {
        db.Prepare("DELETE FROM suppression WHERE address IN (SELECT address FROM suppression WHERE until <= ? LIMIT ?)").Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most).Run();
        return db.Changes;
    }
}
