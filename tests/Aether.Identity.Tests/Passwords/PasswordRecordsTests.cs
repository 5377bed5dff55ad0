using System.Text;
using Aether.Identity.Passwords;

namespace Aether.Identity.Tests.Passwords;

/// <summary>SCRAM records: what is kept of a password. RFC 5802, RFC 5803, RFC 7677, RFC 4013.</summary>
public sealed class PasswordRecordsTests
{
    [Theory]
    [InlineData("pencil")]
    [InlineData("p\u00e4ssw\u00f6rd \u65e5\u672c")]
    [InlineData(" with blanks ")]
    public void A_password_verifies_and_no_other_does(string password)
    {
        Assert.True(PasswordRecords.TryCreate(password, null, out var created));
        var stored = PasswordRecords.Parse(created!.ToString());

        Assert.True(stored.Verifies(password));
        Assert.False(stored.Verifies(password + "x"));
        Assert.False(stored.Verifies(""));
        Assert.DoesNotContain(password.Trim(), created.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_rfc_7677_verifies()
    {
        // RFC 7677 §3: user "user", password "pencil", salt W22ZaJ0SNY7soEsUEjb6gQ==, 4096 rounds. Keys derived from it by RFC 5802 §3.
        const string Salt = "W22ZaJ0SNY7soEsUEjb6gQ==";
        byte[] salted = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2("pencil"u8, Convert.FromBase64String(Salt), 4096, System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        byte[] clientKey = System.Security.Cryptography.HMACSHA256.HashData(salted, "Client Key"u8);
        byte[] storedKey = System.Security.Cryptography.SHA256.HashData(clientKey);
        byte[] serverKey = System.Security.Cryptography.HMACSHA256.HashData(salted, "Server Key"u8);

        // §3: the server's final message proves the ServerKey over this AuthMessage.
        const string AuthMessage = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=" + Salt + ",i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(serverKey, Encoding.ASCII.GetBytes(AuthMessage))));

        var record = PasswordRecords.Parse($"SCRAM-SHA-256$4096:{Salt}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}");
        Assert.True(record.Verifies("pencil"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("SCRAM-SHA-256$0:AAAA$AAAA:AAAA")]
    [InlineData("SCRAM-SHA-256$4096:!!$AAAA:AAAA")]
    [InlineData("SCRAM-MD5$4096:AAAA$AAAA:AAAA")]
    public void What_can_not_be_read_verifies_nothing(string stored)
    {
        Assert.False(PasswordRecords.Parse(stored).Verifies(""));
        Assert.False(PasswordRecords.Parse(stored).Verifies("plain"));
    }

    [Theory] // RFC 4013 §3.
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00A0b", "a b")]
    public void Saslprep_maps_as_its_examples_say(string text, string expected)
    {
        Assert.True(SaslPrep.TryPrepare(text, out string prepared));
        Assert.Equal(expected, prepared);
    }

    [Theory]
    [InlineData("\u0007")]
    [InlineData("x\u007f")]
    [InlineData("\ue000")]
    public void Prohibited_characters_are_refused(string text) => Assert.False(SaslPrep.TryPrepare(text, out _));
}
