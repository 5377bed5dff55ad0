namespace Aether.Identity.Passwords;

/// <summary>All that is kept of one password: a SCRAM record a mechanism, separated by blanks. Never the password.</summary>
public sealed class PasswordRecords
{
    /// <summary>PBKDF2 rounds for a new record: some milliseconds here, and bearable for a phone that logs in by SCRAM.</summary>
    public const int Iterations = 20_000;

    private readonly IReadOnlyList<ScramRecord> records;

    private PasswordRecords(IReadOnlyList<ScramRecord> records) => this.records = records;

    /// <summary>Records for a new password.</summary>
    /// <returns>False: it is empty or has a character that may not stand in a password.</returns>
    public static bool TryCreate(string password, out PasswordRecords? created)
    {
        created = null;
        if (password.Length == 0 || !SaslPrep.TryPrepare(password, out string prepared) || prepared.Length == 0)
            return false;
        created = new PasswordRecords([ScramRecord.Create(ScramRecord.Sha256, prepared, Iterations), ScramRecord.Create(ScramRecord.Sha1, prepared, Iterations)]);
        return true;
    }

    /// <summary>Reads the stored column; what can't be read verifies nothing.</summary>
    public static PasswordRecords Parse(string stored)
    {
        var records = new List<ScramRecord>();
        foreach (string part in stored.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ScramRecord.TryParse(part, out var record))
                records.Add(record!);
        }
        return new PasswordRecords(records);
    }

    /// <summary>Whether this is the password. It takes the same time whatever is wrong, even when there is no record at all (case A01).</summary>
    public bool Verifies(string password)
    {
        bool prepared = SaslPrep.TryPrepare(password, out string text);
        var record = records.Count > 0 ? records[0] : Nobody;
        return record.Verifies(text) && prepared && records.Count > 0;
    }

    public override string ToString() => string.Join(' ', records);

    private static readonly ScramRecord Nobody = ScramRecord.Create(ScramRecord.Sha256, Guid.NewGuid().ToString(), Iterations);
}
