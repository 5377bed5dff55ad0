using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>The directory's queries on PostgreSQL.</summary>
internal sealed class PostgresDirectoryReads(PostgresReaders readers) : IDirectoryReads
{
    private const string AccountColumns = "SELECT id, name, state, used_bytes, msgs, quota_bytes, created, quota_msgs, quota_mailboxes, login_epoch, app_epoch, secret = '" + Account.ForeignSecret + "', password_use, " + PasswordUseSql.IsForWebOnly + " FROM account";

    public ValueTask<Domain?> FindDomainAsync(string name, CancellationToken ct) =>
        readers.FindAsync("SELECT name, catch_all FROM domain WHERE name = $1", add => add.Add(name), ReadDomain, ct);

    public ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct) =>
        readers.ListAsync("SELECT name, catch_all FROM domain ORDER BY name", _ => { }, ReadDomain, ct);

    public ValueTask<Account?> FindAccountAsync(string address, CancellationToken ct) =>
        readers.FindAsync($"{AccountColumns} WHERE name = $1 AND state <> 2", add => add.Add(address), ReadAccount, ct);

    public ValueTask<IReadOnlyList<Account>> ListAccountsAsync(string? domain, string after, int most, CancellationToken ct) => domain is null
        ? readers.ListAsync($"{AccountColumns} WHERE name > $1 AND state <> 2 ORDER BY name LIMIT $2", add => add.Add(after).Add(most), ReadAccount, ct)
        : readers.ListAsync($"{AccountColumns} WHERE domain = $1 AND name > $2 AND state <> 2 ORDER BY name LIMIT $3", add => add.Add(domain).Add(after).Add(most), ReadAccount, ct);

    public ValueTask<string?> FindAddressAsync(AccountId account, CancellationToken ct) =>
        readers.FindAsync("SELECT name FROM account WHERE id = $1 AND state <> 2", add => add.Add(account.Value), row => row.Text(0), ct);

    public ValueTask<Account?> FindFirstAccountAsync(string domain, CancellationToken ct) =>
        readers.FindAsync($"{AccountColumns} WHERE domain = $1 AND state <> 2 ORDER BY id LIMIT 1", add => add.Add(domain), ReadAccount, ct);

    public ValueTask<IReadOnlyList<AccountId>> ListIdsAsync(AccountId after, int most, CancellationToken ct) => readers.ListAsync(
        "SELECT id FROM account WHERE id > $1 AND state <> 2 ORDER BY id LIMIT $2", add => add.Add(after.Value).Add(most), row => new AccountId(row.Long(0)), ct);

    public ValueTask<IReadOnlyList<(AccountId Account, ModSeq ModSeq)>> ModSeqsAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct) => readers.ListAsync(
        "SELECT id, modseq FROM account WHERE id = ANY ($1)",
        add => add.Add(accounts.Select(account => account.Value).ToArray()),
        row => (new AccountId(row.Long(0)), new ModSeq(row.Long(1))),
        ct);

    public ValueTask<string?> FindSecretAsync(AccountId account, CancellationToken ct) =>
        readers.FindAsync("SELECT secret FROM account WHERE id = $1 AND state <> 2", add => add.Add(account.Value), row => row.Text(0), ct);

    public ValueTask<IReadOnlyList<string>> ListSendGrantsAsync(string account, CancellationToken ct) =>
        readers.ListAsync("SELECT subject FROM send_grant WHERE account = $1 ORDER BY subject", add => add.Add(account), row => row.Text(0), ct);

    public ValueTask<IReadOnlyList<string>> FindAliasTargetsAsync(string name, CancellationToken ct) =>
        readers.ListAsync("SELECT target FROM alias WHERE name = $1 ORDER BY target", add => add.Add(name), row => row.Text(0), ct);

    public ValueTask<IReadOnlyList<Alias>> ListAliasesAsync(string? domain, Alias after, int most, CancellationToken ct) => readers.ListAsync(
        "SELECT name, target FROM alias WHERE (name, target) > ($2, $3) AND ($1::text IS NULL OR domain = $1) ORDER BY name, target LIMIT $4",
        add => add.Add(domain).Add(after.Name).Add(after.Target).Add(most), row => new Alias(row.Text(0), row.Text(1)), ct);

    public ValueTask<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(string? domain, CancellationToken ct) => readers.ListAsync(
        "SELECT domain, selector, algorithm, secret, state, since FROM signing_key WHERE $1::text IS NULL OR domain = $1 ORDER BY domain, selector",
        add => add.Add(domain),
        row => new SigningKeyRow(row.Text(0), row.Text(1), row.Text(2), row.Text(3), (SigningKeyState)row.Int(4), DateTimeOffset.FromUnixTimeSeconds(row.Long(5))),
        ct);

    public ValueTask<IReadOnlyList<DomainSetting>> ListDomainSettingsAsync(string? domain, string? name, CancellationToken ct) => readers.ListAsync(
        "SELECT domain, name, value, since FROM domain_setting WHERE ($1::text IS NULL OR domain = $1) AND ($2::text IS NULL OR name = $2) ORDER BY domain, name",
        add => add.Add(domain).Add(name), row => new DomainSetting(row.Text(0), row.Text(1), row.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(3))), ct);

    public ValueTask<IReadOnlyList<string>?> FindMembersAsync(string name, CancellationToken ct) => readers.FindAsync(
        "SELECT array(SELECT m.member FROM group_member m WHERE m.name = g.name ORDER BY m.member) FROM mail_group g WHERE g.name = $1",
        add => add.Add(name), row => (IReadOnlyList<string>)row.List<string>(0), ct);

    public ValueTask<IReadOnlyList<Group>> ListGroupsAsync(string? domain, string after, int most, CancellationToken ct) => readers.ListAsync(
        "SELECT g.name, g.description, array(SELECT m.member FROM group_member m WHERE m.name = g.name ORDER BY m.member) FROM mail_group g WHERE g.name > $2 AND ($1::text IS NULL OR g.domain = $1) ORDER BY g.name LIMIT $3",
        add => add.Add(domain).Add(after).Add(most), row => new Group(row.Text(0), row.Text(1), row.List<string>(2)), ct);

    public ValueTask<IReadOnlyList<RoleGrant>> ListRolesAsync(string address, CancellationToken ct) => readers.ListAsync(
        "SELECT a.name, r.role, r.domain FROM role_grant r JOIN account a ON a.id = r.account_id WHERE a.state <> 2 AND a.name = $1 ORDER BY r.role, r.domain",
        add => add.Add(address), ReadRole, ct);

    public ValueTask<IReadOnlyList<RoleGrant>> ListRolesAsync(RoleGrant after, int most, CancellationToken ct) => readers.ListAsync(
        "SELECT a.name, r.role, r.domain FROM role_grant r JOIN account a ON a.id = r.account_id WHERE a.state <> 2 AND a.name >= $1 AND (a.name, r.role, r.domain) > ($1, $2, $3) ORDER BY a.name, r.role, r.domain LIMIT $4",
        add => add.Add(after.Address).Add(after.Role).Add(after.Domain).Add(most), ReadRole, ct);

    public ValueTask<FormerAddress?> FindFormerAsync(string name, CancellationToken ct) =>
        readers.FindAsync("SELECT name, since FROM former_address WHERE name = $1", add => add.Add(name), ReadFormer, ct);

    public ValueTask<IReadOnlyList<FormerAddress>> ListFormerAsync(string after, int most, CancellationToken ct) =>
        readers.ListAsync("SELECT name, since FROM former_address WHERE name > $1 ORDER BY name LIMIT $2", add => add.Add(after).Add(most), ReadFormer, ct);

    private static RoleGrant ReadRole(PostgresRows row) => new(row.Text(0), row.Text(1), row.Text(2));

    private static FormerAddress ReadFormer(PostgresRows row) => new(row.Text(0), DateTimeOffset.FromUnixTimeSeconds(row.Long(1)));

    private static Domain ReadDomain(PostgresRows row) => new(row.Text(0), row.TextOrNull(1));

    private static Account ReadAccount(PostgresRows row) => new(
        new AccountId(row.Long(0)), row.Text(1), (AccountState)row.Int(2), row.Long(3), row.Long(4), row.Long(5), DateTimeOffset.FromUnixTimeSeconds(row.Long(6)))
    {
        QuotaMessages = row.Long(7),
        QuotaMailboxes = row.Long(8),
        LoginEpoch = row.Long(9),
        AppEpoch = row.Long(10),
        IsForeign = row.Bool(11),
        PasswordUse = (PasswordUse)row.Int(12),
        IsPasswordForWebOnly = row.Bool(13),
    };
}
