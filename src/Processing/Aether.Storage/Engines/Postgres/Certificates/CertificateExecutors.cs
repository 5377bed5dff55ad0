using Aether.Storage.Certificates;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Certificates;

/// <summary>Keeps an item.</summary>
internal sealed class SetCertificateItemExecutor : PostgresExecutor<SetCertificateItem, bool>
{
    protected override void Add(PostgresBatch batch, SetCertificateItem op) => batch.Call("set_certificate_item", 5)
        .Add((int)op.Item.Kind).Add(op.Item.Name).Add(op.Item.Content).Add(op.Item.Changed).Add(op.Item.Until);

    protected override bool Read(PostgresAnswer answer, SetCertificateItem op) => answer.Bool(0);
}

/// <summary>Forgets an item.</summary>
internal sealed class RemoveCertificateItemExecutor : PostgresExecutor<RemoveCertificateItem, bool>
{
    protected override void Add(PostgresBatch batch, RemoveCertificateItem op) => batch.Call("remove_certificate_item", 2).Add((int)op.Kind).Add(op.Name);

    protected override bool Read(PostgresAnswer answer, RemoveCertificateItem op) => answer.Bool(0);
}

/// <summary>Forgets items whose time is over.</summary>
internal sealed class ForgetCertificateItemsExecutor : PostgresExecutor<ForgetCertificateItems, int>
{
    protected override void Add(PostgresBatch batch, ForgetCertificateItems op) => batch.Call("forget_certificate_items", 2).Add(op.Now).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetCertificateItems op) => answer.Int(0);
}
