using System.Text.RegularExpressions;
using Aether.Storage.Engines.Postgres.Schema;

namespace Aether.Storage.Tests.Postgres;

/// <summary>
/// Every statement of the PostgreSQL engine on a mail table names the account, so that an engine which spreads the tables
/// by account finds each statement's one place (docs/deployment/scale.md). What goes through all accounts by its nature is
/// left out: the search index that follows new mail, and the verification.
/// </summary>
[Trait("Engine", "own")]
public sealed partial class MailStatementTests
{
    private static readonly string[] OfAllAccounts = ["PostgresSearchSource.cs", "PostgresVerifyReads.cs", "PostgresPlaceChecks.cs", "PostgresSchema.cs"];

    private static readonly string[] MailTables = ["mailbox", "message", "email", "subscription", "keyword", "change_log", "thread_ref", "seen", "metadata"];

    [Fact]
    public void Each_statement_on_a_mail_table_names_the_account()
    {
        var statements = AllStatements().Where(statement => TablesOf(statement).Length > 0).ToList();

        Assert.True(statements.Count > 50, $"only {statements.Count} statements were found: the parser here no longer sees them");
        Assert.All(statements, statement => Assert.True(NamesAccount(statement), statement));
    }

    [Theory]
    [InlineData("UPDATE message SET flags = 1 WHERE mailbox_id = p_mailbox")]
    [InlineData("SELECT * FROM email e WHERE e.id = $1")]
    [InlineData("INSERT INTO change_log (modseq, kind) VALUES (1, 2)")]
    [InlineData("SELECT 1 FROM account a JOIN mailbox m ON m.id = 1 WHERE a.id = 2")]
    [InlineData("SELECT count(*) FROM mailbox WHERE id = 1) > 0 OR (SELECT 1 FROM keyword WHERE account_id = 1")]
    public void A_statement_without_it_would_be_found(string statement) => Assert.False(NamesAccount(statement));

    [Fact]
    public void The_account_leads_the_primary_key_of_each_mail_table()
    {
        string all = string.Concat(PostgresSchema.Steps.Select(step => step.Sql));
        var tables = CreateTable().Matches(all).Where(table => MailTables.Contains(table.Groups["name"].Value)).ToList();

        Assert.Equal(MailTables.Length, tables.Count);
        Assert.All(tables, table => Assert.Matches(@"PRIMARY KEY \(account_id\b", table.Groups["body"].Value));
    }

    /// <summary>As many times as a mail table is read or written, the account is compared or, in an INSERT, given.</summary>
    private static bool NamesAccount(string statement) => AccountNamed().Count(statement) >= TablesOf(statement).Length;

    private static string[] TablesOf(string statement) =>
        [.. TableUse().Matches(statement).Select(use => use.Groups["name"].Value).Where(MailTables.Contains)];

    private static IEnumerable<string> AllStatements()
    {
        string folder = Path.Combine(SourceFolder(), "src/Processing/Aether.Storage/Engines/Postgres");
        foreach (string text in PostgresCode.Texts)
        {
            foreach (string statement in Comment().Replace(text, "").Split(';'))
                yield return statement;
        }
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(IsOfOneAccount))
        {
            // A text with its continuation: what a constant stands for names the account itself, or is checked with its rest.
            foreach (Match literal in Literal().Matches(File.ReadAllText(file)))
                yield return literal.Value;
        }
    }

    private static bool IsOfOneAccount(string file) =>
        !OfAllAccounts.Contains(Path.GetFileName(file));

    private static string SourceFolder()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AetherMailer.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
        return folder;
    }

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?(?<name>[a-z_]+)")]
    private static partial Regex TableUse();

    [GeneratedRegex(@"account_id\s*=|\(account_id,")]
    private static partial Regex AccountNamed();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+) \((?<body>[\s\S]*?)\)(?: WITH [^;]*)?;")]
    private static partial Regex CreateTable();
}
