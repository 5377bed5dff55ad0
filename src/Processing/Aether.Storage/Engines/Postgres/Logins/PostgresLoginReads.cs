using Aether.Storage.Accounts;
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

    public ValueTask<IReadOnlyList<LoginState>> LoginStatesAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct) => readers.ListAsync(
        $"SELECT id, state, login_epoch, app_epoch, {PasswordUseSql.IsForWebOnly} FROM account WHERE id = ANY ($1) AND state <> 2",
        add => add.Add(accounts.Select(account => account.Value).ToArray()),
        row => new LoginState(new AccountId(row.Long(0)), (AccountState)row.Int(1), row.Long(2), row.Long(3), row.Bool(4)),
        ct);

    public ValueTask<IReadOnlyList<SessionRow>> ListSessionsAsync(string? address, DateTimeOffset gone, int most, CancellationToken ct) => readers.ListAsync(
        """
        SELECT s.id, s.account_id, a.name, s.protocol, s.client, s.peer, s.since, s.seen FROM session s JOIN session_node n ON n.node = s.node JOIN account a ON a.id = s.account_id
        WHERE n.told >= $1 AND a.state <> 2 AND ($2::text IS NULL OR a.name = $2) ORDER BY a.name, s.since, s.id LIMIT $3
        """,
        add => add.Add(gone).Add(address).Add(most),
        row => new SessionRow(
            row.Text(0), new AccountId(row.Long(1)), row.Text(2), row.Text(3), row.Text(4), row.Text(5), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(6)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(7))),
        ct);

    public ValueTask<IReadOnlyList<(AccountId Account, int Sessions)>> CountSessionsElsewhereAsync(string node, DateTimeOffset gone, int least, int most, CancellationToken ct) => readers.ListAsync(
        """
        SELECT s.account_id, count(*)::int FROM session s JOIN session_node n ON n.node = s.node WHERE s.node <> $1 AND n.told >= $2
        GROUP BY s.account_id HAVING count(*) >= $3 ORDER BY count(*) DESC LIMIT $4
        """,
        add => add.Add(node).Add(gone).Add(least).Add(most),
        row => (new AccountId(row.Long(0)), row.Int(1)),
        ct);

    public ValueTask<IReadOnlyList<LoginCount>> ListLoginsAsync(AccountId account, int most, CancellationToken ct) => readers.ListAsync(
        "SELECT protocol, peer, app, ok, first, last, count FROM login_history WHERE account_id = $1 ORDER BY last DESC, first DESC LIMIT $2",
        add => add.Add(account.Value).Add(most),
        row => new LoginCount(account, row.Text(0), row.Text(1), row.Text(2), row.Int(3) == 1, DateTimeOffset.FromUnixTimeSeconds(row.Long(4)), DateTimeOffset.FromUnixTimeSeconds(row.Long(5)), row.Long(6)),
        ct);

    public async ValueTask<bool> HasLoggedInFromAsync(AccountId account, string peer, CancellationToken ct) =>
        await readers.FindAsync("SELECT 1 FROM login_history WHERE account_id = $1 AND peer = $2 AND ok = 1 LIMIT 1", add => add.Add(account.Value).Add(peer), row => row.Int(0), ct) == 1;

    public ValueTask<SecondFactorRow?> FindSecondFactorAsync(AccountId account, CancellationToken ct) => readers.FindAsync(
        "SELECT secret, codes, last_step, created FROM second_factor WHERE account_id = $1",
        add => add.Add(account.Value),
        row => new SecondFactorRow(row.Text(0), row.Text(1), row.Long(2), DateTimeOffset.FromUnixTimeSeconds(row.Long(3))),
        ct);

    public async ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct) =>
        await readers.FindAsync("SELECT 1 FROM account WHERE state = 0 AND left(secret, 6) <> 'SCRAM-' LIMIT 1", _ => { }, row => row.Int(0), ct) == 1;

    private static DateTimeOffset? Time(long seconds) => seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
