namespace Aether.Imap.Tests.Commands.Fetching;

/// <summary>Case F07: a message whose octets the disk has changed costs that message, not the session. RFC 5530 §3 names the answer.</summary>
public sealed class DamageTests
{
    [Fact]
    public async Task A_damaged_message_is_left_out_the_others_come_and_the_session_lives_on()
    {
        var random = new Random(1);
        string[] messages = [.. Enumerable.Range(1, 3).Select(i => $"Subject: m{i}\r\n\r\n{Noise(random, 40_000)}\r\n")];
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, messages: messages);
        Damage(server.Store.Folder, nth: 2);
        await server.PlayAsync("""
            C: s SELECT INBOX
            S: ...
            S: s OK *
            C: a FETCH 1:3 (UID BODY.PEEK[TEXT]<0.1>)
            S: * 1 FETCH (UID 1 BODY[TEXT]<0> {1}
            S: *
            S: * 3 FETCH (UID 3 BODY[TEXT]<0> {1}
            S: *
            S: a NO [CORRUPTION] *
            C: b FETCH 2 (FLAGS ENVELOPE)
            S: * 2 FETCH (FLAGS *
            S: b OK *
            C: c SEARCH SUBJECT m
            S: * SEARCH 1 3
            S: c OK *
            C: d NOOP
            S: d OK *
            """);
    }

    private static string Noise(Random random, int length) => string.Concat(Enumerable.Range(0, length / 64).Select(_ => Convert.ToHexString(random.GetItems(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(), 31)) + "\r\n"));

    /// <summary>Flips a bit in the nth frame of the only segment.</summary>
    private static void Damage(string folder, int nth)
    {
        string segment = Assert.Single(Directory.GetFiles(Path.Combine(folder, "segments")));
        byte[] file = File.ReadAllBytes(segment);
        int at = -1;
        for (int i = 0; i < nth; i++)
            at += 1 + file.AsSpan(at + 1).IndexOf("AeFrame"u8);
        file[at + 100] ^= 1;
        using var stream = new FileStream(segment, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(file);
    }
}
