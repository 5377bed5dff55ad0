using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>Sums up the shared quotas by their accounts' counters.</summary>
internal sealed class RepairSharedExecutor : PostgresExecutorOf<IReadOnlyList<CounterRepair>>
{
    public override Type Operation => typeof(RepairShared);

    public override void Add(PostgresBatch batch, Operation<IReadOnlyList<CounterRepair>> operation) => batch.Call("repair_shared", 0);

    public override async Task<IReadOnlyList<CounterRepair>> ReadAsync(PostgresAnswer answer, Operation<IReadOnlyList<CounterRepair>> operation)
    {
        var repairs = new List<CounterRepair>();
        while (await answer.ReadAsync(CancellationToken.None))
        {
            string what = $"{((QuotaOwner)answer.Int(0)).ToString().ToLowerInvariant()} {answer.Text(1)}";
            if (answer.Long(2) != answer.Long(4))
                repairs.Add(new CounterRepair($"{what} bytes", answer.Long(2), answer.Long(4)));
            if (answer.Long(3) != answer.Long(5))
                repairs.Add(new CounterRepair($"{what} messages", answer.Long(3), answer.Long(5)));
        }
        return repairs;
    }
}
