using Aether.Storage.Engines.Postgres;
using CsCheck;
using Npgsql;

namespace Aether.Storage.Tests.Postgres;

/// <summary>database.url as PostgreSQL's own programs read it.</summary>
[Trait("Engine", "own")]
public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData("postgres://ann:s%3Acret@db.test:5433/mail", "ann", "s:cret", "db.test:5433", "mail")]
    [InlineData("postgresql://ann@db.test/mail", "ann", null, "db.test", "mail")]
    [InlineData("postgres://ann@a.test:5432,b.test:5433/mail", "ann", null, "a.test:5432,b.test:5433", "mail")]
    [InlineData("postgres://ann@%2Frun%2Fpostgresql/mail", "ann", null, "/run/postgresql", "mail")]
    [InlineData("postgres://ann@/mail?host=/run/postgresql", "ann", null, "/run/postgresql", "mail")]
    [InlineData("postgres://ann@db.test", "ann", null, "db.test", "ann")]
    [InlineData("postgres://ann:a@b@db.test/mail", "ann", "a@b", "db.test", "mail")]
    public void Each_form_is_read(string url, string user, string? password, string host, string database)
    {
        var settings = PostgresUrl.Parse(url, out _)!;
        Assert.Equal((user, password, host, database), (settings.Username, settings.Password, settings.Host, settings.Database));
    }

    [Fact]
    public void Options_are_taken_over()
    {
        var settings = PostgresUrl.Parse("postgres://ann@db.test/mail?sslmode=verify-full&sslrootcert=/etc/ca.pem&port=5555", out _)!;
        Assert.Equal((SslMode.VerifyFull, "/etc/ca.pem", 5555), (settings.SslMode, settings.RootCertificate, settings.Port));
    }

    [Theory]
    [InlineData("postgres://ann@db.test/mail?sslmode=perhaps", "sslmode")]
    [InlineData("postgres://ann@db.test/mail?colour=red", "colour")]
    [InlineData("postgres://ann@db.test/mail?port=70000", "port")]
    [InlineData("postgres://ann@/mail", "host")]
    [InlineData("postgres://db.test", "database")]
    [InlineData("postgres://ann@db.test/ma%00il", "NUL")]
    [InlineData("postgres://an%00n@db.test/mail", "NUL")]
    public void What_is_wrong_is_named(string url, string named)
    {
        Assert.Null(PostgresUrl.Parse(url, out string trouble));
        Assert.Contains(named, trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String.Sample(text => _ = PostgresUrl.Parse("postgres://" + text, out _) is not null || true);

    [Fact]
    public void Any_login_and_name_survive_their_encoding() =>
        Gen.Select(Gen.String[1, 20], Gen.String[1, 20], Gen.String[1, 20]).Where(all => IsText(all.Item1) && IsText(all.Item2) && IsText(all.Item3)).Sample((user, password, name) =>
        {
            var settings = PostgresUrl.Parse($"postgres://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@db.test/{Uri.EscapeDataString(name)}", out _)!;
            Assert.Equal((user, password, name), (settings.Username, settings.Password, settings.Database));
        });

    private static bool IsText(string text) => !text.Any(char.IsSurrogate) && !text.Contains('\0', StringComparison.Ordinal);
}
