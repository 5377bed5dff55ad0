using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Postgres.Grants;

/// <summary>Inserts a grant, up to as many as an account may have.</summary>
internal sealed class AddGrantExecutor : PostgresExecutor<AddGrant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddGrant op) => batch.Call("add_grant", 10)
        .Add(op.Grant.Id).Add(op.Grant.Account.Value).Add(op.Grant.Client).Add(op.Grant.Epoch).Add(op.Grant.Created.ToUnixTimeSeconds()).Add(op.Grant.Until.ToUnixTimeSeconds())
        .Add(op.Terms.Redirect).Add(op.Terms.Challenge).Add(op.Terms.Until.ToUnixTimeSeconds()).Add(op.Most);

    protected override DirectoryResult Read(PostgresAnswer answer, AddGrant op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Takes a code, once.</summary>
internal sealed class RedeemCodeExecutor : PostgresExecutor<RedeemCode, TokenTurn>
{
    protected override void Add(PostgresBatch batch, RedeemCode op) => batch.Call("redeem_code", 6)
        .Add(op.Id).Add(op.Client).Add(op.Redirect).Add(op.Challenge).Add(op.Now.ToUnixTimeSeconds()).Add(op.Until.ToUnixTimeSeconds());

    protected override TokenTurn Read(PostgresAnswer answer, RedeemCode op) => answer.Named<TokenTurn>(0);
}

/// <summary>Takes a refresh token, once.</summary>
internal sealed class RotateGrantExecutor : PostgresExecutor<RotateGrant, TokenTurn>
{
    protected override void Add(PostgresBatch batch, RotateGrant op) => batch.Call("rotate_grant", 6)
        .Add(op.Id).Add(op.Client).Add(op.Generation).Add(op.Now.ToUnixTimeSeconds()).Add(op.Since.ToUnixTimeSeconds()).Add(op.Until.ToUnixTimeSeconds());

    protected override TokenTurn Read(PostgresAnswer answer, RotateGrant op) => answer.Named<TokenTurn>(0);
}

/// <summary>Deletes a grant.</summary>
internal sealed class RemoveGrantExecutor : PostgresExecutor<RemoveGrant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveGrant op) => batch.Call("remove_grant", 2).Add(op.Account.Value).Add(op.Id);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveGrant op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes what ended.</summary>
internal sealed class ForgetGrantsExecutor : PostgresExecutor<ForgetGrants, int>
{
    protected override void Add(PostgresBatch batch, ForgetGrants op) => batch.Call("forget_grants", 4)
        .Add(op.Now.ToUnixTimeSeconds()).Add(op.KeysBefore.ToUnixTimeSeconds()).Add(op.ClientsBefore.ToUnixTimeSeconds()).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetGrants op) => answer.Int(0);
}
