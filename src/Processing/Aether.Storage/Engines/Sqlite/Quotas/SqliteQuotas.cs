using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Quotas;

/// <summary>
/// The quotas that accounts share, inside operations. Only domains and tenants that have a quota are counted, so one without
/// costs a delivery a look into memory. Lives on the committing thread.
/// </summary>
internal sealed class SqliteQuotas(SqliteConnection db)
{
    private readonly Dictionary<string, IReadOnlyList<(QuotaOwner Owner, string Name)>> owners = [];
    private readonly Dictionary<(QuotaOwner Owner, string Name), (long Bytes, long Messages)> promised = [];

    /// <summary>Whether so much more goes into what a domain's accounts share.</summary>
    public bool Fits(string domain, long bytes, long messages)
    {
        foreach (var (owner, name) in OwnersOf(domain))
        {
            using var find = db.Prepare($"SELECT {QuotaRows.Columns} FROM quota WHERE owner = ? AND name = ?").Bind((long)owner).Bind(name);
            var (otherBytes, otherMessages) = promised.GetValueOrDefault((owner, name));
            if (find.Step() && !QuotaRows.Read(find).Fits(bytes + otherBytes, messages + otherMessages))
                return false;
        }
        return true;
    }

    /// <summary>One operation stores for several accounts: what the first ones will use counts for the others.</summary>
    public void Promise(string domain, long bytes, long messages)
    {
        foreach (var owner in OwnersOf(domain))
        {
            var (otherBytes, otherMessages) = promised.GetValueOrDefault(owner);
            promised[owner] = (otherBytes + bytes, otherMessages + messages);
        }
    }

    /// <summary>What was promised is stored and counted, or refused.</summary>
    public void Redeem() => promised.Clear();

    public void Count(string domain, long bytes, long messages)
    {
        foreach (var (owner, name) in OwnersOf(domain))
        {
            db.Prepare("UPDATE quota SET used_bytes = used_bytes + ?, used_msgs = used_msgs + ? WHERE owner = ? AND name = ?")
                .Bind(bytes).Bind(messages).Bind((long)owner).Bind(name).Run();
        }
    }

    /// <summary>Quotas, tenants or domains changed, or a transaction that changed them was taken back.</summary>
    public void Forget()
    {
        owners.Clear();
        promised.Clear();
    }

    private IReadOnlyList<(QuotaOwner Owner, string Name)> OwnersOf(string domain)
    {
        if (owners.TryGetValue(domain, out var known))
            return known;
        var found = new List<(QuotaOwner, string)>();
        using (var list = db.Prepare("SELECT owner, name FROM quota WHERE (owner = 1 AND name = ?1) OR (owner = 2 AND name = (SELECT tenant FROM domain WHERE name = ?1))").Bind(domain))
        {
            while (list.Step())
                found.Add(((QuotaOwner)list.Int(0), list.Text(1)));
        }
        owners.Add(domain, found);
        return found;
    }
}
