using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Schema;

/// <summary>
/// The functions that carry out operations inside the database. They live in a schema named after their text: programs of
/// two versions that run side by side each call their own, and a newer one replaces nothing under the feet of an older.
/// </summary>
/// <remarks>Those of former versions stay: nobody can know that no node calls them any more, and they take no room.</remarks>
internal static class PostgresCode
{
    private const string Prefix = "aether_code_";

    private const string Placeholder = "{code}";

    /// <summary>The texts, with a placeholder for the schema's name.</summary>
    public static IReadOnlyList<string> Texts { get; } = Load();

    public static string SchemaName { get; } = Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Texts))))[..12];

    /// <summary>Creates the functions where they are missing. The caller holds the lock of the migration.</summary>
    public static string Install(NpgsqlConnection db)
    {
        using (var find = new NpgsqlCommand("SELECT count(*) FROM pg_namespace WHERE nspname = $1", db) { Parameters = { new() { Value = SchemaName } } })
        {
            if (find.ExecuteScalar() is not 0L)
                return SchemaName;
        }

        var sql = new StringBuilder($"BEGIN; SET LOCAL check_function_bodies = off; CREATE SCHEMA {SchemaName};");
        foreach (string text in Texts)
            sql.Append(text.Replace(Placeholder, SchemaName, StringComparison.Ordinal));
        sql.Append("COMMIT");
        using var create = new NpgsqlCommand(sql.ToString(), db);
        create.ExecuteNonQuery();
        return SchemaName;
    }

    private static List<string> Load()
    {
        var assembly = typeof(PostgresCode).Assembly;
        var texts = new List<string>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            texts.Add(reader.ReadToEnd());
        }
        return texts;
    }
}
