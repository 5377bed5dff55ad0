using System.Text;
using Aether.Ledger;

namespace Aether.EndToEnd.Tests.Crashes;

/// <summary>One SMTP session and the replies it gets, and a look into INBOX.</summary>
internal sealed class MailSession : IDisposable
{
    private static readonly (string Command, string Code)[] Envelope = [("MAIL FROM:<s@far.test>", "250"), ("RCPT TO:<ann@example.test>", "250"), ("DATA", "354")];

    private readonly LineClient smtp;

    private MailSession(LineClient smtp) => this.smtp = smtp;

    public static async Task<MailSession> ConnectAsync(int port)
    {
        var smtp = await LineClient.ConnectAsync(port, default);
        await smtp.ReplyAsync(default);
        await smtp.SendAsync("EHLO client.test\r\n", default);
        await smtp.ReplyAsync(default);
        return new MailSession(smtp);
    }

    /// <summary>Sends one message.</summary>
    /// <returns>The reply that decided: to MAIL, RCPT, DATA, or to the message.</returns>
    public async Task<string> SendAsync(string marker, int size)
    {
        foreach (var (command, code) in Envelope)
        {
            await smtp.SendAsync(command + "\r\n", default);
            string reply = await smtp.LineAsync(default);
            if (!reply.StartsWith(code, StringComparison.Ordinal))
                return reply;
        }
        await smtp.SendAsync(Compose(marker, size), default);
        await smtp.SendAsync(".\r\n", default);
        return await smtp.LineAsync(default);
    }

    /// <summary>The markers of all messages in ann's INBOX, each read whole.</summary>
    public static async Task<HashSet<string>> ReadMarkersAsync(int port)
    {
        using var imap = await LineClient.ConnectAsync(port, default);
        await imap.LineAsync(default);
        Assert.True((await imap.CommandAsync("LOGIN ann@example.test secret", default)).Ok);
        Assert.True((await imap.CommandAsync("SELECT INBOX", default)).Ok);
        var (ok, end, untagged) = await imap.CommandAsync("UID FETCH 1:* (BODY.PEEK[])", default);
        Assert.True(ok, end);
        return [.. untagged.Select(answer => answer.Literal).OfType<byte[]>().Select(MarkerOf)];
    }

    public void Dispose() => smtp.Dispose();

    /// <summary>The first and the last line name the message, so that half of one is not taken for it.</summary>
    private static byte[] Compose(string marker, int size)
    {
        var text = new StringBuilder($"Subject: {marker}\r\n\r\n");
        byte[] noise = new byte[45];
        var random = new Random(size);
        while (text.Length < size)
        {
            random.NextBytes(noise);
            text.Append(Convert.ToBase64String(noise)).Append("\r\n");
        }
        return Encoding.ASCII.GetBytes(text.Append("end ").Append(marker).Append("\r\n").ToString());
    }

    private static string MarkerOf(byte[] message)
    {
        string text = Encoding.ASCII.GetString(message);
        string marker = text[(text.LastIndexOf("end ", StringComparison.Ordinal) + 4)..].TrimEnd();
        Assert.Contains($"Subject: {marker}\r\n", text, StringComparison.Ordinal);
        return marker;
    }
}
