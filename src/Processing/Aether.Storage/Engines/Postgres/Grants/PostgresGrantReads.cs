using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Postgres.Grants;

/// <summary>The queries about grants on PostgreSQL.</summary>
internal sealed class PostgresGrantReads(PostgresReaders readers) : IGrantReads
{
    private const string Columns =
        "SELECT g.id, g.account_id, g.client, g.epoch, g.created, g.until, g.generation, g.rotated, a.name, a.state, a.login_epoch FROM oauth_grant g JOIN account a ON a.id = g.account_id ";

    public ValueTask<GrantState?> FindAsync(string id, CancellationToken ct) => readers.FindAsync(Columns + "WHERE g.id = $1", add => add.Add(id), State, ct);

    public ValueTask<IReadOnlyList<GrantState>> ListAsync(AccountId account, CancellationToken ct) =>
        readers.ListAsync(Columns + "WHERE g.account_id = $1 AND g.generation > 0 ORDER BY g.created DESC, g.id", add => add.Add(account.Value), State, ct);

    public ValueTask<DeviceRow?> FindDeviceAsync(string userCode, DateTimeOffset now, CancellationToken ct) => readers.FindAsync(
        "SELECT id, user_code, client, until FROM oauth_device WHERE user_code = $1 AND state = 0 AND until > $2",
        add => add.Add(userCode).Add(now.ToUnixTimeSeconds()),
        row => new DeviceRow(row.Text(0), row.Text(1), row.Text(2), Time(row.Long(3))),
        ct);

    public ValueTask<IReadOnlyList<OauthKeyRow>> ListKeysAsync(CancellationToken ct) =>
        readers.ListAsync("SELECT id, secret, created FROM oauth_key ORDER BY created DESC, id", _ => { }, row => new OauthKeyRow(row.Text(0), row.Text(1), Time(row.Long(2))), ct);

    public ValueTask<OauthClientRow?> FindClientAsync(string id, CancellationToken ct) => readers.FindAsync(
        "SELECT id, name, redirects, created FROM oauth_client WHERE id = $1",
        add => add.Add(id),
        row => new OauthClientRow(row.Text(0), row.Text(1), row.Text(2).Split(' ', StringSplitOptions.RemoveEmptyEntries), Time(row.Long(3))),
        ct);

    private static GrantState State(PostgresRows row) => new(
        new OauthGrant(row.Text(0), new AccountId(row.Long(1)), row.Text(2), row.Long(3), Time(row.Long(4)), Time(row.Long(5))) { Generation = row.Long(6), Rotated = Time(row.Long(7)) },
        row.Text(8), (AccountState)row.Int(9), row.Long(10));

    private static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
