using Aether.Storage.Damage;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>
/// Reads cold rows on one snapshot. Mail of one mailbox was mostly given its ids in a row: such runs are read by one scan, which
/// costs a third of a look-up each.
/// </summary>
internal sealed class SqliteEmails(SqliteConnection db, AccountId account, DamageReports damage)
{
    private const string Columns = "SELECT id, blob_id, blob_size, prefix, envelope, bodystructure, parts, thread_id, preview FROM email WHERE account_id = ?";

    /// <summary>Rows of others that a scan may pass between two wanted ones before a new look-up is cheaper.</summary>
    private const int MaxGap = 4;

    private readonly List<EmailRow> rows = [];

    /// <summary>In the order asked for; what is gone is left out, what can't be read is marked.</summary>
    public IReadOnlyList<EmailRow> Read(ReadOnlySpan<EmailId> emails)
    {
        rows.EnsureCapacity(emails.Length);
        for (int at = 0; at < emails.Length;)
        {
            int length = RunLength(emails[at..]);
            ReadRun(emails.Slice(at, length));
            at += length;
        }

        return rows;
    }

    private static int RunLength(ReadOnlySpan<EmailId> emails)
    {
        int length = 1;
        while (length < emails.Length && emails[length].Value - emails[length - 1].Value is > 0 and <= MaxGap + 1)
            length++;
        return length;
    }

    private void ReadRun(ReadOnlySpan<EmailId> run)
    {
        int before = rows.Count;
        try
        {
            Scan(run);
        }
        catch (SqliteFailure failure) when (failure.IsDamage)
        {
            rows.RemoveRange(before, rows.Count - before);
            if (run.Length > 1)
            {
                for (int i = 0; i < run.Length; i++)
                    ReadRun(run.Slice(i, 1)); // the damage costs no more than what it hit
                return;
            }

            damage.Tell($"email {run[0]}", failure.Message);
            rows.Add(EmailRow.Damaged(run[0]));
        }
    }

    private void Scan(ReadOnlySpan<EmailId> run)
    {
        using var scan = db.Prepare($"{Columns} AND id BETWEEN ? AND ? ORDER BY id").Bind(account.Value).Bind(run[0].Value).Bind(run[^1].Value);
        for (int next = 0; next < run.Length && scan.Step();)
        {
            long id = scan.Long(0);
            while (next < run.Length && run[next].Value < id)
                next++;
            if (next < run.Length && run[next].Value == id)
            {
                rows.Add(Row(scan, run[next]));
                next++;
            }
        }
    }

    /// <summary>The octets of a row share one array.</summary>
    private static EmailRow Row(SqliteStatement row, EmailId id)
    {
        const int first = 3, last = 6;
        int length = 0;
        for (int column = first; column <= last; column++)
            length += row.Length(column);
        byte[] octets = new byte[length];
        Span<Range> places = stackalloc Range[last - first + 1];
        int end = 0;
        for (int column = first; column <= last; column++)
        {
            var value = row.Span(column);
            value.CopyTo(octets.AsSpan(end));
            places[column - first] = end..(end + value.Length);
            end += value.Length;
        }

        return new EmailRow(id, new BlobId(row.Long(1)), row.Long(2), octets.AsMemory(places[0]), octets.AsMemory(places[1]), octets.AsMemory(places[2]), octets.AsMemory(places[3]))
        {
            Thread = new ThreadId(row.Long(7)),
            Preview = row.TextOrNull(8),
        };
    }
}
