using System.Globalization;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Messages;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>
/// Writes outcomes down if every lease still holds, with the messages that follow of them. Where something follows, a lost
/// lease or a refused message is an error inside the database, so that all of the operation is taken back.
/// </summary>
internal sealed class SettleRecipientsExecutor : PostgresExecutorOf<SettleResult>
{
    private const string Refused = "AM002";
    private const string Stale = "AM003";

    public override Type Operation => typeof(SettleRecipients);

    public override void Add(PostgresBatch batch, Operation<SettleResult> operation)
    {
        var op = (SettleRecipients)operation;
        long[] ids = [.. op.Outcomes.Select(outcome => outcome.Id.Value)];
        long[] leases = [.. op.Outcomes.Select(outcome => outcome.Lease)];
        if (op.FollowUps.Count > 0)
            batch.Call("count_stale", 3).Add(ids).Add(leases).Add(true);
        foreach (var followUp in op.FollowUps)
            AcceptanceCall.Add(batch, followUp.Message, followUp.Plan, op.Now, must: true);
        batch.Call("settle", 8).Add(ids).Add(leases)
            .Add(op.Outcomes.Select(outcome => outcome.Retry?.ToUnixTimeMilliseconds()).ToArray())
            // A peer's words may hold a NUL, which text can't.
            .Add(op.Outcomes.Select(outcome => outcome.Reply.Replace("\0", "", StringComparison.Ordinal)).ToArray())
            .Add(op.Outcomes.Select(outcome => outcome.TellsDelay ? 1 : 0).ToArray())
            .Add(op.Outcomes.Select(outcome => outcome.ForgetAt?.ToUnixTimeMilliseconds()).ToArray())
            .Add(op.Now).Add(batch.CollectAt(op.Now));
    }

    public override async Task<SettleResult> ReadAsync(PostgresAnswer answer, Operation<SettleResult> operation)
    {
        var op = (SettleRecipients)operation;
        if (op.FollowUps.Count > 0)
            await answer.NextAsync(CancellationToken.None);
        foreach (var followUp in op.FollowUps)
        {
            await answer.RowAsync();
            AcceptanceCall.Read(answer, followUp.Plan);
            await answer.NextAsync(CancellationToken.None);
        }
        await answer.RowAsync();
        return new SettleResult(answer.Int(0), answer.Int(1));
    }

    public override bool TryExplain(PostgresException failure, Operation<SettleResult> operation, out SettleResult result)
    {
        result = failure.SqlState == Stale ? new SettleResult(0, int.Parse(failure.MessageText, CultureInfo.InvariantCulture)) : new SettleResult(0, 0);
        return failure.SqlState is Refused or Stale;
    }
}
