using System.Text;
using System.Text.RegularExpressions;

namespace Aether.Ledger;

/// <summary>Compares what was acknowledged with what the far side, the mailboxes here and the senders got.</summary>
internal static partial class DeliveryComparison
{
    public static async Task<DeliveryReport> RunAsync(
        int imap, (string Sender, string Here) mailboxes, IReadOnlyDictionary<string, string[]> acknowledged, IReadOnlyDictionary<string, byte[]> sent, LedgerSink sink)
    {
        var due = acknowledged.SelectMany(message => message.Value.Select(recipient => (Id: message.Key, Recipient: recipient))).ToList();
        var remote = due.Where(item => item.Recipient != mailboxes.Here && !item.Recipient.StartsWith("gone", StringComparison.Ordinal)).ToList();
        var local = due.Where(item => item.Recipient == mailboxes.Here).ToList();
        var reported = due.Where(item => item.Recipient == mailboxes.Here || item.Recipient.StartsWith("gone", StringComparison.Ordinal)).ToList();

        int torn = sink.Torn;
        var here = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (byte[] message in LedgerComparison.ReadAllAsync(imap, mailboxes.Here))
        {
            string? id = LedgerMessage.IdOf(message);
            if (id is not null && sent.TryGetValue(id, out byte[]? original) && message.AsSpan().EndsWith(original))
                here[id] = here.GetValueOrDefault(id) + 1;
            else
                torn++;
        }

        var reports = new Dictionary<(string, string), List<string>>();
        await foreach (byte[] report in LedgerComparison.ReadAllAsync(imap, mailboxes.Sender))
            Read(Encoding.Latin1.GetString(report), reports);

        // Messages without an answer may have been taken: their reports are not counted, and what the far side got of them neither.
        return new DeliveryReport(
            0, acknowledged.Count,
            remote.Count, remote.Count(item => !sink.Taken.ContainsKey(item)), sink.Taken.Values.Sum(times => times - 1),
            local.Count, local.Count(item => here.GetValueOrDefault(item.Id) != 1) + here.Count(item => item.Value > 1 && !acknowledged.ContainsKey(item.Key)),
            reported.Count, reported.Count(item => reports.GetValueOrDefault(item) is not [var action] || action != (item.Recipient == mailboxes.Here ? "delivered" : "failed")),
            torn, 0, default, default);
    }

    private static void Read(string report, Dictionary<(string, string), List<string>> reports)
    {
        if (LedgerMessage.IdOf(Encoding.Latin1.GetBytes(report)) is not { } id)
            return;
        foreach (Match recipient in RecipientGroup().Matches(report))
        {
            var key = (id, recipient.Groups["address"].Value);
            if (!reports.TryGetValue(key, out var actions))
                reports[key] = actions = [];
            actions.Add(recipient.Groups["action"].Value);
        }
    }

    // RFC 3464 §2.3: the fields about one recipient stand together.
    [GeneratedRegex(@"Final-Recipient: rfc822; ?(?<address>\S+)\r\n(?:(?!\r\n).*\r\n)*?Action: (?<action>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex RecipientGroup();
}
