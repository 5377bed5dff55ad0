using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Reads what the functions that lease give back: the recipients, and a last row (id 0) with what was looked at and who went aside.</summary>
internal static class LeaseAnswer
{
    public static async Task<QueueLease> ReadAsync(PostgresAnswer answer)
    {
        var leased = new List<LeasedRecipient>();
        IReadOnlyList<string> parked = [];
        int looked = 0;
        while (await answer.ReadAsync(CancellationToken.None))
        {
            if (answer.Long(0) == 0)
            {
                (looked, parked) = ((int)answer.Long(1), answer.Text(2).Split(' ', StringSplitOptions.RemoveEmptyEntries));
                continue;
            }

            var recipient = new QueueRecipient(answer.Text(2), answer.Text(3), answer.TextOrNull(4), answer.TextOrNull(5)) { Route = answer.TextOrNull(9) };
            leased.Add(new LeasedRecipient(new RecipientId(answer.Long(0)), new QueueId(answer.Long(1)), recipient, answer.Int(6), answer.Long(7))
            {
                DelayTold = answer.Int(8) != 0,
                Interruptions = answer.Int(10),
            });
        }

        return new QueueLease(leased, parked, Math.Max(looked, leased.Count));
    }
}
