using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>The queries about logins on PostgreSQL.</summary>
internal sealed class PostgresLoginReads(PostgresReaders readers) : ILoginReads
{
    public ValueTask<IReadOnlyList<AppPasswordRow>> ListAppPasswordsAsync(AccountId account, CancellationToken ct) => readers.ListAsync(
        "SELECT name, records, sealed, protocols, networks, created, expires, used, used_from FROM app_password WHERE account_id = $1 ORDER BY name",
        add => add.Add(account.Value),
        row => new AppPasswordRow(row.Text(0), row.Text(1), row.TextOrNull(2), row.Text(3), row.Text(4), DateTimeOffset.FromUnixTimeSeconds(row.Long(5)), Time(row.Long(6)))
        {
            Used = Time(row.Long(7)),
            UsedFrom = row.Text(8),
        },
        ct);

    public ValueTask<IReadOnlyList<BanRow>> ListBansAsync(DateTimeOffset now, CancellationToken ct) => readers.ListAsync(
        "SELECT network, reason, since, until FROM ban WHERE until = 0 OR until > $1 ORDER BY network",
        add => add.Add(now.ToUnixTimeSeconds()),
        row => new BanRow(row.Text(0), row.Text(1), DateTimeOffset.FromUnixTimeSeconds(row.Long(2)), Time(row.Long(3))),
        ct);

    public async ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct) =>
        await readers.FindAsync("SELECT 1 FROM account WHERE state = 0 AND left(secret, 6) <> 'SCRAM-' LIMIT 1", _ => { }, row => row.Int(0), ct) == 1;

    private static DateTimeOffset? Time(long seconds) => seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
