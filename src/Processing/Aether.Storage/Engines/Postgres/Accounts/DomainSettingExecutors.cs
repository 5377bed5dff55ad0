using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Sets something for a domain that is there.</summary>
internal sealed class SetDomainSettingExecutor : PostgresExecutor<SetDomainSetting, DirectoryResult>
{
    public static void Add(PostgresBatch batch, DomainSetting setting) => batch.Call("set_domain_setting", 4)
        .Add(setting.Domain).Add(setting.Name).Add(setting.Value).Add(setting.Since);

    protected override void Add(PostgresBatch batch, SetDomainSetting op) => Add(batch, op.Setting);

    protected override DirectoryResult Read(PostgresAnswer answer, SetDomainSetting op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Takes it back.</summary>
internal sealed class RemoveDomainSettingExecutor : PostgresExecutor<RemoveDomainSetting, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveDomainSetting op) => batch.Call("remove_domain_setting", 2).Add(op.Domain).Add(op.Name);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveDomainSetting op) => answer.Named<DirectoryResult>(0);
}
