using System.Globalization;

namespace Aether.Ledger;

/// <summary>Compares what was sent and acknowledged with what is in the mailboxes.</summary>
internal static class LedgerComparison
{
    public static async Task<CrashReport> RunAsync(int port, string[] users, IReadOnlyDictionary<string, LedgerEntry> sent, ICollection<string> acknowledged, int events, TimeSpan recoveryP95)
    {
        var found = new Dictionary<string, int>();
        int torn = 0, phantom = 0;
        foreach (string user in users)
        {
            await foreach (byte[] message in ReadAllAsync(port, user))
            {
                string? id = LedgerMessage.IdOf(message);
                if (id is null || !sent.TryGetValue(id, out var original))
                    phantom++;
                else if (!original.IsEndOf(message))
                    torn++;
                else
                    found[id] = found.GetValueOrDefault(id) + 1;
            }
        }
        return new CrashReport(events, acknowledged.Count, acknowledged.Count(id => !found.ContainsKey(id)), found.Values.Count(copies => copies > 1), torn, phantom, recoveryP95);
    }

    /// <summary>Some at a time: all of them together may be more than there is memory.</summary>
    public static async IAsyncEnumerable<byte[]> ReadAllAsync(int port, string user)
    {
        const int Portion = 100;
        using var imap = await LineClient.ConnectAsync(port, CancellationToken.None);
        await imap.LineAsync(CancellationToken.None);
        await imap.CommandAsync($"LOGIN {user} secret", CancellationToken.None);
        var (_, _, selected) = await imap.CommandAsync("SELECT INBOX", CancellationToken.None);
        // The last one counts: what is delivered meanwhile is told behind the first (RFC 3501 §7.3.1).
        int count = selected.Where(static answer => answer.Line.EndsWith(" EXISTS", StringComparison.Ordinal)).Select(static answer => int.Parse(answer.Line.Split(' ')[1], CultureInfo.InvariantCulture)).Last();
        for (int first = 1; first <= count; first += Portion)
        {
            var (_, _, untagged) = await imap.CommandAsync($"FETCH {first}:{Math.Min(count, first + Portion - 1)} (BODY.PEEK[])", CancellationToken.None);
            foreach (byte[] message in untagged.Select(static answer => answer.Literal).OfType<byte[]>())
                yield return message;
        }
    }
}
