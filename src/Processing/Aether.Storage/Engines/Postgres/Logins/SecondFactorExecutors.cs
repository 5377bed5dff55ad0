using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>Inserts or replaces a second factor.</summary>
internal sealed class SetSecondFactorExecutor : PostgresExecutor<SetSecondFactor, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetSecondFactor op) => batch.Call("set_second_factor", 5)
        .Add(op.Address).Add(op.Row.Secret).Add(op.Row.Codes).Add(op.Row.LastStep).Add(op.Row.Created.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, SetSecondFactor op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes a second factor.</summary>
internal sealed class RemoveSecondFactorExecutor : PostgresExecutor<RemoveSecondFactor, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveSecondFactor op) => batch.Call("remove_second_factor", 1).Add(op.Address);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveSecondFactor op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Moves the last step on, never back.</summary>
internal sealed class UseStepExecutor : PostgresExecutor<UseStep, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, UseStep op) => batch.Call("use_step", 2).Add(op.Account.Value).Add(op.Step);

    protected override DirectoryResult Read(PostgresAnswer answer, UseStep op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Replaces what is kept of recovery codes.</summary>
internal sealed class ReplaceCodesExecutor : PostgresExecutor<ReplaceCodes, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, ReplaceCodes op) => batch.Call("replace_codes", 3).Add(op.Account.Value).Add(op.Former).Add(op.Codes);

    protected override DirectoryResult Read(PostgresAnswer answer, ReplaceCodes op) => answer.Named<DirectoryResult>(0);
}
