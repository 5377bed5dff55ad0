using Aether.Storage.Certificates;

namespace Aether.Storage.Engines.Sqlite.Certificates;

/// <summary>Keeps an item.</summary>
internal sealed class SetCertificateItemExecutor : SqliteExecutor<SetCertificateItem, bool>
{
    protected override bool Execute(SqliteWrite db, SetCertificateItem op)
    {
        db.Prepare("INSERT OR REPLACE INTO certificate_item (kind, name, content, changed, until) VALUES (?, ?, ?, ?, ?)")
            .Bind((int)op.Item.Kind).Bind(op.Item.Name).Bind(op.Item.Content).Bind(op.Item.Changed.ToUnixTimeMilliseconds()).Bind(op.Item.Until.ToUnixTimeMilliseconds()).Run();
        return true;
    }
}

/// <summary>Forgets an item.</summary>
internal sealed class RemoveCertificateItemExecutor : SqliteExecutor<RemoveCertificateItem, bool>
{
    protected override bool Execute(SqliteWrite db, RemoveCertificateItem op)
    {
        db.Prepare("DELETE FROM certificate_item WHERE kind = ? AND name = ?").Bind((int)op.Kind).Bind(op.Name).Run();
        return db.Changes == 1;
    }
}

/// <summary>Forgets items whose time is over.</summary>
internal sealed class ForgetCertificateItemsExecutor : SqliteExecutor<ForgetCertificateItems, int>
{
    protected override int Execute(SqliteWrite db, ForgetCertificateItems op)
    {
        db.Prepare("DELETE FROM certificate_item WHERE (kind, name) IN (SELECT kind, name FROM certificate_item WHERE until <= ? LIMIT ?)").Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most).Run();
        return db.Changes;
    }
}
