using Aether.Storage.Accounts;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Sqlite.Grants;

/// <summary>The queries about grants on SQLite.</summary>
internal sealed class SqliteGrantReads(SqliteReaders readers) : IGrantReads
{
    private const string Columns =
        "SELECT g.id, g.account_id, g.client, g.epoch, g.created, g.until, g.generation, g.rotated, a.name, a.state, a.login_epoch FROM oauth_grant g JOIN account a ON a.id = g.account_id ";

    public ValueTask<GrantState?> FindAsync(string id, CancellationToken ct) => readers.ReadAsync(id, static (db, id) =>
    {
        using var find = db.Prepare(Columns + "WHERE g.id = ?").Bind(id);
        return find.Step() ? State(find) : null;
    }, ct);

    public ValueTask<IReadOnlyList<GrantState>> ListAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        var all = new List<GrantState>();
        using var list = db.Prepare(Columns + "WHERE g.account_id = ? AND g.generation > 0 ORDER BY g.created DESC, g.id").Bind(account.Value);
        while (list.Step())
            all.Add(State(list));
        return (IReadOnlyList<GrantState>)all;
    }, ct);

    public ValueTask<DeviceRow?> FindDeviceAsync(string userCode, DateTimeOffset now, CancellationToken ct) => readers.ReadAsync((userCode, now), static (db, ask) =>
    {
        using var find = db.Prepare("SELECT id, user_code, client, until FROM oauth_device WHERE user_code = ? AND state = 0 AND until > ?").Bind(ask.userCode).Bind(ask.now.ToUnixTimeSeconds());
        return find.Step() ? new DeviceRow(find.Text(0), find.Text(1), find.Text(2), Time(find.Long(3))) : null;
    }, ct);

    public ValueTask<IReadOnlyList<OauthKeyRow>> ListKeysAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        var all = new List<OauthKeyRow>();
        using var list = db.Prepare("SELECT id, secret, created FROM oauth_key ORDER BY created DESC, id");
        while (list.Step())
            all.Add(new OauthKeyRow(list.Text(0), list.Text(1), Time(list.Long(2))));
        return (IReadOnlyList<OauthKeyRow>)all;
    }, ct);

    public ValueTask<OauthClientRow?> FindClientAsync(string id, CancellationToken ct) => readers.ReadAsync(id, static (db, id) =>
    {
        using var find = db.Prepare("SELECT id, name, redirects, created FROM oauth_client WHERE id = ?").Bind(id);
        return find.Step() ? new OauthClientRow(find.Text(0), find.Text(1), find.Text(2).Split(' ', StringSplitOptions.RemoveEmptyEntries), Time(find.Long(3))) : null;
    }, ct);

    private static GrantState State(SqliteStatement row) => new(
        new OauthGrant(row.Text(0), new AccountId(row.Long(1)), row.Text(2), row.Long(3), Time(row.Long(4)), Time(row.Long(5))) { Generation = row.Long(6), Rotated = Time(row.Long(7)) },
        row.Text(8), (AccountState)row.Int(9), row.Long(10));

    private static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
