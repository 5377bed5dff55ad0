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

    public ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        using var find = db.Prepare("SELECT 1 FROM account WHERE state = 0 AND substr(secret, 1, 6) <> 'SCRAM-' LIMIT 1");
        return find.Step();
    }, ct);

    private static DateTimeOffset? Time(long seconds) => seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
