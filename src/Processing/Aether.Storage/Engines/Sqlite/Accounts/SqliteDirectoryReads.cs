using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>The directory's queries on SQLite.</summary>
internal sealed class SqliteDirectoryReads(SqliteReaders readers) : IDirectoryReads
{
    private const string AccountColumns = "SELECT id, name, state, used_bytes, msgs, quota_bytes, created, quota_msgs, quota_mailboxes, login_epoch, app_epoch, secret = '" + Account.ForeignSecret + "', password_use, " + PasswordUseSql.IsForWebOnly + " FROM account";

    public ValueTask<Domain?> FindDomainAsync(string name, CancellationToken ct) => readers.ReadAsync(name, static (db, name) =>
    {
        using var find = db.Prepare("SELECT name, catch_all FROM domain WHERE name = ?").Bind(name);
        return find.Step() ? new Domain(find.Text(0), find.TextOrNull(1)) : null;
    }, ct);

    public ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        var all = new List<Domain>();
        using var list = db.Prepare("SELECT name, catch_all FROM domain ORDER BY name");
        while (list.Step())
            all.Add(new Domain(list.Text(0), list.TextOrNull(1)));
        return (IReadOnlyList<Domain>)all;
    }, ct);

    public ValueTask<Account?> FindAccountAsync(string address, CancellationToken ct) => readers.ReadAsync(address, static (db, address) =>
    {
        using var find = db.Prepare($"{AccountColumns} WHERE name = ? AND state <> 2").Bind(address);
        return find.Step() ? ReadAccount(find) : null;
    }, ct);

    public ValueTask<IReadOnlyList<Account>> ListAccountsAsync(string? domain, string after, int most, CancellationToken ct) => readers.ReadAsync((domain, after, most), static (db, ask) =>
    {
        var page = new List<Account>();
        using var list = ask.domain is null
            ? db.Prepare($"{AccountColumns} WHERE name > ? AND state <> 2 ORDER BY name LIMIT ?").Bind(ask.after).Bind(ask.most)
            : db.Prepare($"{AccountColumns} WHERE domain = ? AND name > ? AND state <> 2 ORDER BY name LIMIT ?").Bind(ask.domain).Bind(ask.after).Bind(ask.most);
        while (list.Step())
            page.Add(ReadAccount(list));
        return (IReadOnlyList<Account>)page;
    }, ct);

    public ValueTask<string?> FindAddressAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        using var find = db.Prepare("SELECT name FROM account WHERE id = ? AND state <> 2").Bind(account.Value);
        return find.Step() ? find.Text(0) : null;
    }, ct);

    public ValueTask<Account?> FindFirstAccountAsync(string domain, CancellationToken ct) => readers.ReadAsync(domain, static (db, domain) =>
    {
        using var find = db.Prepare($"{AccountColumns} WHERE domain = ? AND state <> 2 ORDER BY id LIMIT 1").Bind(domain);
        return find.Step() ? ReadAccount(find) : null;
    }, ct);

    public ValueTask<IReadOnlyList<AccountId>> ListIdsAsync(AccountId after, int most, CancellationToken ct) => readers.ReadAsync((after, most), static (db, ask) =>
    {
        var all = new List<AccountId>();
        using var list = db.Prepare("SELECT id FROM account WHERE id > ? AND state <> 2 ORDER BY id LIMIT ?").Bind(ask.after.Value).Bind(ask.most);
        while (list.Step())
            all.Add(new AccountId(list.Long(0)));
        return (IReadOnlyList<AccountId>)all;
    }, ct);

    public ValueTask<IReadOnlyList<(AccountId Account, ModSeq ModSeq)>> ModSeqsAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct) => readers.ReadAsync(accounts, static (db, accounts) =>
    {
        var all = new List<(AccountId, ModSeq)>(accounts.Count);
        foreach (var account in accounts)
        {
            using var find = db.Prepare("SELECT modseq FROM account WHERE id = ?").Bind(account.Value);
            if (find.Step())
                all.Add((account, new ModSeq(find.Long(0))));
        }
        return (IReadOnlyList<(AccountId, ModSeq)>)all;
    }, ct);

    public ValueTask<string?> FindSecretAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        using var find = db.Prepare("SELECT secret FROM account WHERE id = ? AND state <> 2").Bind(account.Value);
        return find.Step() ? find.Text(0) : null;
    }, ct);

    public ValueTask<IReadOnlyList<string>> ListSendGrantsAsync(string account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        var subjects = new List<string>();
        using var list = db.Prepare("SELECT subject FROM send_grant WHERE account = ? ORDER BY subject").Bind(account);
        while (list.Step())
            subjects.Add(list.Text(0));
        return (IReadOnlyList<string>)subjects;
    }, ct);

    public ValueTask<IReadOnlyList<string>> FindAliasTargetsAsync(string name, CancellationToken ct) => readers.ReadAsync(name, static (db, name) =>
    {
        List<string>? targets = null;
        using var list = db.Prepare("SELECT target FROM alias WHERE name = ? ORDER BY target").Bind(name);
        while (list.Step())
            (targets ??= []).Add(list.Text(0));
        return (IReadOnlyList<string>?)targets ?? [];
    }, ct);

    public ValueTask<IReadOnlyList<Alias>> ListAliasesAsync(string? domain, Alias after, int most, CancellationToken ct) => readers.ReadAsync((domain, after, most), static (db, ask) =>
    {
        var page = new List<Alias>();
        using var list = db.Prepare("SELECT name, target FROM alias WHERE (name, target) > (?2, ?3) AND (?1 IS NULL OR domain = ?1) ORDER BY name, target LIMIT ?4").Bind(ask.domain).Bind(ask.after.Name).Bind(ask.after.Target).Bind(ask.most);
        while (list.Step())
            page.Add(new Alias(list.Text(0), list.Text(1)));
        return (IReadOnlyList<Alias>)page;
    }, ct);

    public ValueTask<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(string? domain, CancellationToken ct) => readers.ReadAsync(domain, static (db, domain) =>
    {
        var all = new List<SigningKeyRow>();
        using var list = db.Prepare("SELECT domain, selector, algorithm, secret, state, since FROM signing_key WHERE ?1 IS NULL OR domain = ?1 ORDER BY domain, selector").Bind(domain);
        while (list.Step())
            all.Add(new SigningKeyRow(list.Text(0), list.Text(1), list.Text(2), list.Text(3), (SigningKeyState)list.Int(4), DateTimeOffset.FromUnixTimeSeconds(list.Long(5))));
        return (IReadOnlyList<SigningKeyRow>)all;
    }, ct);

    public ValueTask<IReadOnlyList<DomainSetting>> ListDomainSettingsAsync(string? domain, string? name, CancellationToken ct) => readers.ReadAsync((domain, name), static (db, key) =>
    {
        var all = new List<DomainSetting>();
        using var list = db.Prepare("SELECT domain, name, value, since FROM domain_setting WHERE (?1 IS NULL OR domain = ?1) AND (?2 IS NULL OR name = ?2) ORDER BY domain, name").Bind(key.domain).Bind(key.name);
        while (list.Step())
            all.Add(new DomainSetting(list.Text(0), list.Text(1), list.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(list.Long(3))));
        return (IReadOnlyList<DomainSetting>)all;
    }, ct);

    public ValueTask<IReadOnlyList<string>?> FindMembersAsync(string name, CancellationToken ct) => readers.ReadAsync(name, static (db, name) =>
    {
        // A group without members is one row with no member.
        List<string>? members = null;
        using var list = db.Prepare("SELECT m.member FROM mail_group g LEFT JOIN group_member m ON m.name = g.name WHERE g.name = ? ORDER BY m.member").Bind(name);
        while (list.Step())
        {
            members ??= [];
            if (list.TextOrNull(0) is { } member)
                members.Add(member);
        }
        return (IReadOnlyList<string>?)members;
    }, ct);

    public ValueTask<IReadOnlyList<Group>> ListGroupsAsync(string? domain, string after, int most, CancellationToken ct) => readers.ReadAsync((domain, after, most), static (db, ask) =>
    {
        var all = new List<Group>();
        using var list = db.Prepare("SELECT g.name, g.description, m.member FROM (SELECT name, description FROM mail_group WHERE name > ?2 AND (?1 IS NULL OR domain = ?1) ORDER BY name LIMIT ?3) g LEFT JOIN group_member m ON m.name = g.name ORDER BY g.name, m.member").Bind(ask.domain).Bind(ask.after).Bind(ask.most);
        while (list.Step())
        {
            if (all is not [.., var last] || last.Name != list.Text(0))
                all.Add(last = new Group(list.Text(0), list.Text(1), new List<string>()));
            if (list.TextOrNull(2) is { } member)
                ((List<string>)last.Members).Add(member);
        }
        return (IReadOnlyList<Group>)all;
    }, ct);

    public ValueTask<IReadOnlyList<RoleGrant>> ListRolesAsync(string address, CancellationToken ct) => readers.ReadAsync(address, static (db, address) =>
    {
        var all = new List<RoleGrant>();
        using var list = db.Prepare("SELECT a.name, r.role, r.domain FROM role_grant r JOIN account a ON a.id = r.account_id WHERE a.state <> 2 AND a.name = ? ORDER BY r.role, r.domain").Bind(address);
        while (list.Step())
            all.Add(new RoleGrant(list.Text(0), list.Text(1), list.Text(2)));
        return (IReadOnlyList<RoleGrant>)all;
    }, ct);

    public ValueTask<IReadOnlyList<RoleGrant>> ListRolesAsync(RoleGrant after, int most, CancellationToken ct) => readers.ReadAsync((after, most), static (db, ask) =>
    {
        var page = new List<RoleGrant>();
        using var list = db.Prepare("SELECT a.name, r.role, r.domain FROM role_grant r JOIN account a ON a.id = r.account_id WHERE a.state <> 2 AND a.name >= ?1 AND (a.name, r.role, r.domain) > (?1, ?2, ?3) ORDER BY a.name, r.role, r.domain LIMIT ?4")
            .Bind(ask.after.Address).Bind(ask.after.Role).Bind(ask.after.Domain).Bind(ask.most);
        while (list.Step())
            page.Add(new RoleGrant(list.Text(0), list.Text(1), list.Text(2)));
        return (IReadOnlyList<RoleGrant>)page;
    }, ct);

    public ValueTask<FormerAddress?> FindFormerAsync(string name, CancellationToken ct) => readers.ReadAsync(name, static (db, name) =>
    {
        using var find = db.Prepare("SELECT since FROM former_address WHERE name = ?").Bind(name);
        return find.Step() ? new FormerAddress(name, DateTimeOffset.FromUnixTimeSeconds(find.Long(0))) : null;
    }, ct);

    public ValueTask<IReadOnlyList<FormerAddress>> ListFormerAsync(string after, int most, CancellationToken ct) => readers.ReadAsync((after, most), static (db, ask) =>
    {
        var page = new List<FormerAddress>();
        using var list = db.Prepare("SELECT name, since FROM former_address WHERE name > ? ORDER BY name LIMIT ?").Bind(ask.after).Bind(ask.most);
        while (list.Step())
            page.Add(new FormerAddress(list.Text(0), DateTimeOffset.FromUnixTimeSeconds(list.Long(1))));
        return (IReadOnlyList<FormerAddress>)page;
    }, ct);

    private static Account ReadAccount(SqliteStatement row) => new(
        new AccountId(row.Long(0)), row.Text(1), (AccountState)row.Int(2), row.Long(3), row.Long(4), row.Long(5), DateTimeOffset.FromUnixTimeSeconds(row.Long(6)))
    {
        QuotaMessages = row.Long(7),
        QuotaMailboxes = row.Long(8),
        LoginEpoch = row.Long(9),
        AppEpoch = row.Long(10),
        IsForeign = row.Long(11) == 1,
        PasswordUse = (PasswordUse)row.Int(12),
        IsPasswordForWebOnly = row.Long(13) == 1,
    };
}
