using System.Security.Cryptography;
using System.Text;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Whoever gets hold of the files learns no password, nor anything that is tried quickly. Case A07.</summary>
public sealed class KeptSecretsTests
{
    private const string Password = "Tr0ub4dor&3-of-a-test";

    [Fact]
    public async Task No_file_and_no_log_line_has_a_password_or_a_quick_hash_of_it()
    {
        await using var server = await AetherServer.StartAsync();
        await server.AddAccountAsync("eve@example.test", Password);
        string app = (await server.CliAsync(["app-password", "add", "eve@example.test", "phone"])).Trim();
        string[] secrets = [Password, app, app.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), Password + "-wrong"];
        string[] plain = [.. secrets.Select(static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0eve@example.test\0{secret}")))];
        await using (var client = await LineClient.ConnectAsync(server.Imap))
        {
            await client.ReadAsync();
            Assert.StartsWith("a NO", await client.AskAsync($"a LOGIN eve@example.test \"{Password}-wrong\""), StringComparison.Ordinal);
            Assert.StartsWith("a OK", await client.AskAsync("a AUTHENTICATE PLAIN " + plain[1]), StringComparison.Ordinal);
        }

        await using (var client = await LineClient.ConnectAsync(server.Imap))
        {
            await client.ReadAsync();
            Assert.StartsWith("a OK", await client.AskAsync("a AUTHENTICATE PLAIN " + plain[0]), StringComparison.Ordinal);
        }

        await server.StopAsync();
        byte[][] wanted = [.. secrets.Concat(plain).SelectMany(Forms).DistinctBy(Convert.ToHexString)];
        string[] files = Directory.GetFiles(server.Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, static file => file.EndsWith(".db", StringComparison.Ordinal));
        foreach (string file in files)
        {
            byte[] octets = await File.ReadAllBytesAsync(file);
            Assert.DoesNotContain(wanted, one => octets.AsSpan().IndexOf(one) >= 0);
        }

        byte[] log = Encoding.UTF8.GetBytes(server.Log);
        Assert.DoesNotContain(wanted, one => log.AsSpan().IndexOf(one) >= 0);
    }

    /// <summary>A secret as it is, and its hashes without salt: raw, in hexadecimal and in base64.</summary>
    private static IEnumerable<byte[]> Forms(string secret)
    {
        byte[] text = Encoding.UTF8.GetBytes(secret);
        yield return text;
        HashAlgorithmName[] quick = [HashAlgorithmName.MD5, HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA512];
        foreach (var name in quick)
        {
            byte[] hash = CryptographicOperations.HashData(name, text);
            yield return hash;
            yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));
            yield return Encoding.ASCII.GetBytes(Convert.ToHexString(hash));
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(hash));
        }
    }
}
