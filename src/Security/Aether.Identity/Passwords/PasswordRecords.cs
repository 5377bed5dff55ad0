using System.Text;
using Aether.Configuration.Schema;
using Aether.Identity.Passwords.Imported;

namespace Aether.Identity.Passwords;

/// <summary>All that is kept of one password: a SCRAM record a mechanism, separated by blanks. Never the password.</summary>
public sealed class PasswordRecords
{
    /// <summary>PBKDF2 rounds for a new record: some milliseconds here, and bearable for a phone that logs in by SCRAM.</summary>
    public const int Iterations = 20_000;

    private readonly IReadOnlyList<ScramRecord> records;

    private readonly ImportedHash? imported;

    private PasswordRecords(IReadOnlyList<ScramRecord> records, ImportedHash? imported = null) => (this.records, this.imported) = (records, imported);

    /// <summary>It is a hash that another server made, or that we made under another setting: it verifies, and wants to be replaced.</summary>
    public bool IsOutdated(PasswordHash wanted) => imported is { } hash ? wanted is not PasswordHash.Argon2id || !hash.IsArgon2 : wanted is PasswordHash.Argon2id && !IsEmpty;

    /// <summary>Takes a hash that another server made.</summary>
    /// <returns>False: its scheme is not known, or it is broken.</returns>
    public static bool TryImport(string hash, out PasswordRecords? created)
    {
        created = ImportedHash.TryParse(hash, out var known) ? new PasswordRecords([], known) : null;
        return created is not null;
    }

    /// <summary>Records for a new password.</summary>
    /// <param name="like">
    /// Records of another password of the account, or null. All of an account have one salt: SCRAM tells it before anybody knows which of
    /// the passwords the client has, and one derivation serves them all.
    /// </param>
    /// <returns>False: it is empty or has a character that may not stand in a password.</returns>
    public static bool TryCreate(string password, PasswordRecords? like, out PasswordRecords? created)
    {
        created = null;
        if (password.Length == 0 || !SaslPrep.TryPrepare(password, out string prepared) || prepared.Length == 0)
            return false;
        created = new PasswordRecords([.. new[] { ScramRecord.Sha256, ScramRecord.Sha1 }.Select(mechanism => like?.For(mechanism) is { } salted
            ? ScramRecord.Create(mechanism, prepared, salted.Iterations, salted.Salt)
            : ScramRecord.Create(mechanism, prepared, Iterations))]);
        return true;
    }

    /// <summary>What is kept of a new password in the form that is wanted.</summary>
    public static bool TryCreate(string password, PasswordRecords? like, PasswordHash wanted, out PasswordRecords? created)
    {
        if (wanted is PasswordHash.Scram)
            return TryCreate(password, like, out created);
        created = null;
        return password.Length > 0 && SaslPrep.TryPrepare(password, out string prepared) && prepared.Length > 0
            && TryImport($"{{{Argon2Hash.Scheme}}}{Argon2Hash.Create(Encoding.UTF8.GetBytes(password))}", out created);
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
        return records.Count == 0 && ImportedHash.TryParse(stored, out var imported) ? new PasswordRecords([], imported) : new PasswordRecords(records);
    }

    /// <summary>There is no record of ours.</summary>
    public bool IsEmpty => records.Count == 0;

    /// <returns>The record for a SCRAM mechanism; null when there is none.</returns>
    public ScramRecord? For(string mechanism) => records.FirstOrDefault(record => record.Mechanism == mechanism);

    /// <summary>Whether this is the password. It takes the same time whatever is wrong, even when there is no record at all (case A01).</summary>
    public bool Verifies(string password) => FindMatch([this], password, PasswordHash.Scram) == 0;

    /// <summary>Which of several this is the password of. One derivation serves all that have one salt.</summary>
    /// <param name="usual">The form that most have: nobody at all costs what they cost.</param>
    /// <returns>Its number, or -1. It takes the same time for any, and for none at all (case A01).</returns>
    public static int FindMatch(IReadOnlyList<PasswordRecords> all, string password, PasswordHash usual)
    {
        bool isPrepared = SaslPrep.TryPrepare(password, out string text);
        int found = -1;
        ScramRecord? tried = null;
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].imported?.Verifies(password) is true)
                found = i;
            if (all[i].records is not [var record, ..])
                continue;
            if (tried is null || !tried.HasSaltOf(record))
                tried = ScramRecord.Create(record.Mechanism, text, record.Iterations, record.Salt);
            if (tried.IsOf(record) && isPrepared)
                found = i;
        }
        if (tried is null)
            Nobody.Verifies(text);
        if (usual is PasswordHash.Argon2id && !all.Any(static one => one.imported is { IsArgon2: true }))
            NobodyByArgon2.Value.Verifies(Encoding.UTF8.GetBytes(text));
        return found;
    }

    public override string ToString() => imported?.Text ?? string.Join(' ', records);

    private static readonly Lazy<Argon2Hash> NobodyByArgon2 = new(static () => Argon2Hash.Create(Guid.NewGuid().ToByteArray()));

    private static readonly ScramRecord Nobody = ScramRecord.Create(ScramRecord.Sha256, Guid.NewGuid().ToString(), Iterations);
}
