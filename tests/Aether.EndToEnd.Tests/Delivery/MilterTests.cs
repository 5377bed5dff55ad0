using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>A real milter of others: OpenDKIM signs what users submit.</summary>
public sealed class MilterTests
{
    [Fact]
    public async Task Opendkim_signs_what_a_user_submits()
    {
        await using var dkim = await OpenDkimServer.StartAsync("example.test");
        await using var server = await AetherServer.StartAsync(config => config["smtp"]!["hooks"] = new JsonArray(new JsonObject { ["name"] = "opendkim", ["address"] = $"inet:127.0.0.1:{dkim.Port}", ["kinds"] = new JsonArray("submission") }));

        // swaks writes Date and Message-ID itself; without them we add both before the milter sees the message, or the signature would break.
        await CommandLine.SucceedAsync("swaks", [
            "--server", $"127.0.0.1:{server.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret", "--from", "ann@example.test",
            "--to", "bob@example.test", "--data", "From: ann@example.test\\nTo: bob@example.test\\nSubject: sign me\\nBcc: carl@example.test\\n\\n.leading dot\\nand a last line\\n"]);

        string text = await ReadFirstAsync(server, "bob@example.test");
        Assert.DoesNotContain("carl", text, StringComparison.Ordinal);
        using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(text)));
        // Ours stand in front of it, and sign what the milter added.
        int index = message.Headers.ToList().FindLastIndex(field => field.Id is HeaderId.DkimSignature);
        Assert.True(index >= 0, text);
        Assert.NotEqual(default, message.Date);
        Assert.True(await new DkimVerifier(new OneKey(dkim.Record)).VerifyAsync(message, message.Headers[index]), text);
    }

    private static async Task<string> ReadFirstAsync(AetherServer server, string user)
    {
        string message = "";
        await Eventually.IsTrueAsync(async () =>
        {
            (int code, message) = await CommandLine.RunAsync("curl", ["-sS", $"imap://127.0.0.1:{server.Imap}/INBOX;MAILINDEX=1", "--user", $"{user}:secret"]);
            return code == 0 && message.Length > 0;
        }, $"{user} has a message");
        return message;
    }

    /// <summary>The record in place of the DNS.</summary>
    private sealed class OneKey(string record) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => GetPublicKey(record);

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(GetPublicKey(record));
    }
}
