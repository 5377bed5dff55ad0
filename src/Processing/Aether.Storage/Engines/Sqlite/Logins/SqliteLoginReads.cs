using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>The queries about logins on SQLite.</summary>
internal sealed class SqliteLoginReads(SqliteReaders readers) : ILoginReads
{
    public ValueTask<IReadOnlyList<AppPasswordRow>> ListAppPasswordsAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        List<AppPasswordRow>? all = null;
        using var list = db.Prepare("SELECT name, records, sealed, protocols, networks, created, expires, used, used_from FROM app_password WHERE account_id = ? ORDER BY name").Bind(account.Value);
        while (list.Step())
        {
            (all ??= []).Add(new AppPasswordRow(list.Text(0), list.Text(1), list.TextOrNull(2), list.Text(3), list.Text(4), DateTimeOffset.FromUnixTimeSeconds(list.Long(5)), Time(list.Long(6)))
            {
                Used = Time(list.Long(7)),
                UsedFrom = list.Text(8),
            });
        }
        return (IReadOnlyList<AppPasswordRow>?)all ?? [];
    }, ct);

    public ValueTask<IReadOnlyList<BanRow>> ListBansAsync(DateTimeOffset now, CancellationToken ct) => readers.ReadAsync(now, static (db, now) =>
    {
        var all = new List<BanRow>();
        using var list = db.Prepare("SELECT network, reason, since, until FROM ban WHERE until = 0 OR until > ? ORDER BY network").Bind(now.ToUnixTimeSeconds());
        while (list.Step())
            all.Add(new BanRow(list.Text(0), list.Text(1), DateTimeOffset.FromUnixTimeSeconds(list.Long(2)), Time(list.Long(3))));
        return (IReadOnlyList<BanRow>)all;
    }, ct);

    public ValueTask<IReadOnlyList<LoginState>> LoginStatesAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct) => readers.ReadAsync(accounts, static (db, accounts) =>
    {
        var all = new List<LoginState>(accounts.Count);
        foreach (var account in accounts)
        {
            using var find = db.Prepare($"SELECT state, login_epoch, app_epoch, {PasswordUseSql.IsForWebOnly} FROM account WHERE id = ? AND state <> 2").Bind(account.Value);
            if (find.Step())
                all.Add(new LoginState(account, (AccountState)find.Int(0), find.Long(1), find.Long(2), find.Long(3) == 1));
        }
        return (IReadOnlyList<LoginState>)all;
    }, ct);

    public ValueTask<IReadOnlyList<SessionRow>> ListSessionsAsync(string? address, DateTimeOffset gone, int most, CancellationToken ct) => readers.ReadAsync((address, gone, most), static (db, ask) =>
    {
        var all = new List<SessionRow>();
        using var list = db.Prepare(
            """
            SELECT s.id, s.account_id, a.name, s.protocol, s.client, s.peer, s.since, s.seen FROM session s JOIN session_node n ON n.node = s.node JOIN account a ON a.id = s.account_id
            WHERE n.told >= ?1 AND a.state <> 2 AND (?2 IS NULL OR a.name = ?2) ORDER BY a.name, s.since, s.id LIMIT ?3
            """).Bind(ask.gone.ToUnixTimeMilliseconds()).Bind(ask.address).Bind(ask.most);
        while (list.Step())
        {
            all.Add(new SessionRow(
                list.Text(0), new AccountId(list.Long(1)), list.Text(2), list.Text(3), list.Text(4), list.Text(5), DateTimeOffset.FromUnixTimeMilliseconds(list.Long(6)), DateTimeOffset.FromUnixTimeMilliseconds(list.Long(7))));
        }
        return (IReadOnlyList<SessionRow>)all;
    }, ct);

    public ValueTask<IReadOnlyList<(AccountId Account, int Sessions)>> CountSessionsElsewhereAsync(string node, DateTimeOffset gone, int least, int most, CancellationToken ct) => readers.ReadAsync((node, gone, least, most), static (db, ask) =>
    {
        var all = new List<(AccountId, int)>();
        using var list = db.Prepare(
            """
            SELECT s.account_id, count(*) FROM session s JOIN session_node n ON n.node = s.node WHERE s.node <> ?1 AND n.told >= ?2
            GROUP BY s.account_id HAVING count(*) >= ?3 ORDER BY count(*) DESC LIMIT ?4
            """).Bind(ask.node).Bind(ask.gone.ToUnixTimeMilliseconds()).Bind(ask.least).Bind(ask.most);
        while (list.Step())
            all.Add((new AccountId(list.Long(0)), list.Int(1)));
        return (IReadOnlyList<(AccountId, int)>)all;
    }, ct);

    public ValueTask<IReadOnlyList<LoginCount>> ListLoginsAsync(AccountId account, int most, CancellationToken ct) => readers.ReadAsync((account, most), static (db, ask) =>
    {
        var all = new List<LoginCount>();
        using var list = db.Prepare("SELECT protocol, peer, app, ok, first, last, count FROM login_history WHERE account_id = ? ORDER BY last DESC, first DESC LIMIT ?").Bind(ask.account.Value).Bind(ask.most);
        while (list.Step())
            all.Add(new LoginCount(ask.account, list.Text(0), list.Text(1), list.Text(2), list.Int(3) == 1, DateTimeOffset.FromUnixTimeSeconds(list.Long(4)), DateTimeOffset.FromUnixTimeSeconds(list.Long(5)), list.Long(6)));
        return (IReadOnlyList<LoginCount>)all;
    }, ct);

    public ValueTask<bool> HasLoggedInFromAsync(AccountId account, string peer, CancellationToken ct) => readers.ReadAsync((account, peer), static (db, ask) =>
    {
        using var find = db.Prepare("SELECT 1 FROM login_history WHERE account_id = ? AND peer = ? AND ok = 1 LIMIT 1").Bind(ask.account.Value).Bind(ask.peer);
        return find.Step();
    }, ct);

    public ValueTask<SecondFactorRow?> FindSecondFactorAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        using var find = db.Prepare("SELECT secret, codes, last_step, created FROM second_factor WHERE account_id = ?").Bind(account.Value);
        return find.Step() ? new SecondFactorRow(find.Text(0), find.Text(1), find.Long(2), DateTimeOffset.FromUnixTimeSeconds(find.Long(3))) : null;
    }, ct);

    public ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var find = db.Prepare("SELECT 1 FROM account WHERE state = 0 AND substr(secret, 1, 6) <> 'SCRAM-' LIMIT 1");
        return find.Step();
    }, ct);

    private static DateTimeOffset? Time(long seconds) => seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
