using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Aether.Ledger;

/// <summary>One IMAP user of two mailboxes: changes them at random, remembers what was acknowledged, and compares after each restart.</summary>
internal sealed partial class ImapWorker(int port, int number, int seed)
{
    private readonly Random random = new(seed);
    private readonly string[] names = [$"w{number}a", $"w{number}b"];
    private readonly MailboxModel[] models = [new(), new()];
    private readonly List<MailboxModel[]> possible = [];
    private bool created;
    private int sequence;

    public int Acknowledged { get; private set; }

    public int Lost { get; private set; }

    public int Torn { get; private set; }

    public int Phantom { get; private set; }

    public List<string> Findings { get; } = [];

    public async Task WorkAsync(CancellationToken ct)
    {
        try
        {
            using var imap = await OpenAsync(ct);
            await imap.CommandAsync($"SELECT {names[0]}", ct);
            while (!ct.IsCancellationRequested)
                await StepAsync(imap, ct);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // That is the kill: what was under way is among the possible ends.
        }
    }

    /// <summary>Reads both mailboxes and compares them with what must be there.</summary>
    public async Task CheckAsync()
    {
        using var imap = await OpenAsync(CancellationToken.None);
        if (!created)
        {
            foreach (string name in names)
                await imap.CommandAsync($"CREATE {name}", CancellationToken.None);
            created = true;
        }
        var actual = new[] { await ReadAsync(imap, 0), await ReadAsync(imap, 1) };
        var ends = possible.Append(models).ToList();
        if (!ends.Exists(end => end[0].Equals(actual[0], newUidsAreFree: true) && end[1].Equals(actual[1], newUidsAreFree: true)))
            Explain(actual);
        for (int i = 0; i < 2; i++)
        {
            if (models[i].UidValidity is { } before && before != actual[i].UidValidity)
                Note($"{names[i]}: UIDVALIDITY {before} became {actual[i].UidValidity}", lost: 1);
            actual[i].HighestUid = Math.Max(models[i].HighestUid, actual[i].Messages.Keys.DefaultIfEmpty(0u).Max());
            models[i] = actual[i];
        }
        possible.Clear();
    }

    private async Task StepAsync(LineClient imap, CancellationToken ct)
    {
        var uids = models[0].Messages.Keys.ToList();
        int choice = uids.Count < 5 ? 0 : random.Next(6);
        uint uid = uids.Count == 0 ? 0 : uids[random.Next(uids.Count)];
        await (choice switch
        {
            0 or 1 => AppendAsync(imap, ct),
            2 => FlagAsync(imap, uid, ct),
            3 => TransferAsync(imap, "COPY", uid, ct),
            4 => TransferAsync(imap, "MOVE", uid, ct),
            _ => ExpungeAsync(imap, uid, ct),
        });
    }

    private async Task AppendAsync(LineClient imap, CancellationToken ct)
    {
        string body = $"worker {number} message {sequence++} {new string('x', random.Next(10) == 0 ? 40_000 : random.Next(300))}";
        byte[] message = Encoding.ASCII.GetBytes($"Subject: ledger\r\n\r\n{body}");
        var after = Begin();
        after[0].Messages[models[0].HighestUid + 1] = (body, "");
        var (_, end, _) = await AcknowledgedAsync(imap.CommandAsync($"APPEND {names[0]} {{{message.Length}+}}", ct, message), $"APPEND {names[0]}");
        uint uid = uint.Parse(AppendUid().Match(end).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        after[0].Messages.Remove(models[0].HighestUid + 1);
        after[0].Messages[uid] = (body, "");
        End(after, (0, uid));
    }

    private async Task FlagAsync(LineClient imap, uint uid, CancellationToken ct)
    {
        string flags = random.Next(2) == 0 ? "\\Flagged" : "";
        var after = Begin();
        after[0].Messages[uid] = (after[0].Messages[uid].Body, flags);
        await AcknowledgedAsync(imap.CommandAsync($"UID STORE {uid} FLAGS.SILENT ({flags})", ct), "STORE");
        End(after);
    }

    private async Task TransferAsync(LineClient imap, string verb, uint uid, CancellationToken ct)
    {
        var after = Begin();
        after[1].Messages[models[1].HighestUid + 1] = after[0].Messages[uid];
        if (verb == "MOVE")
            after[0].Messages.Remove(uid);
        var (_, end, untagged) = await AcknowledgedAsync(imap.CommandAsync($"UID {verb} {uid} {names[1]}", ct), verb);
        var copied = CopyUid().Match(string.Join('\n', untagged.Select(answer => answer.Line).Append(end)));
        uint target = uint.Parse(copied.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var moved = after[1].Messages[models[1].HighestUid + 1];
        after[1].Messages.Remove(models[1].HighestUid + 1);
        after[1].Messages[target] = moved;
        End(after, (1, target));
    }

    private async Task ExpungeAsync(LineClient imap, uint uid, CancellationToken ct)
    {
        var flagged = Begin();
        flagged[0].Messages[uid] = (flagged[0].Messages[uid].Body, "\\Deleted");
        await AcknowledgedAsync(imap.CommandAsync($"UID STORE {uid} FLAGS.SILENT (\\Deleted)", ct), "STORE");
        End(flagged);

        var gone = Begin();
        gone[0].Messages.Remove(uid);
        await AcknowledgedAsync(imap.CommandAsync($"UID EXPUNGE {uid}", ct), "EXPUNGE");
        End(gone);
    }

    /// <summary>A command starts: from now on the mailboxes may be as they were or as the result says.</summary>
    private MailboxModel[] Begin()
    {
        MailboxModel[] after = [models[0].Clone(), models[1].Clone()];
        possible.Add(after);
        return after;
    }

    /// <summary>It was acknowledged: from now on only its result will do.</summary>
    private void End(MailboxModel[] after, params ReadOnlySpan<(int Mailbox, uint Uid)> added)
    {
        foreach (var (mailbox, uid) in added)
        {
            if (uid <= models[mailbox].HighestUid)
                Note($"{names[mailbox]}: UID {uid} came again", lost: 1);
            after[mailbox].HighestUid = uid;
        }
        (models[0], models[1]) = (after[0], after[1]);
        possible.Clear();
        Acknowledged++;
    }

    private static async Task<(bool Ok, string End, List<(string Line, byte[]? Literal)> Untagged)> AcknowledgedAsync(Task<(bool Ok, string End, List<(string Line, byte[]? Literal)> Untagged)> command, string what)
    {
        var answer = await command;
        return answer.Ok ? answer : throw new InvalidOperationException($"{what}: {answer.End}");
    }

    private void Explain(MailboxModel[] actual)
    {
        for (int i = 0; i < 2; i++)
        {
            foreach (var (uid, message) in models[i].Messages)
            {
                if (!actual[i].Messages.TryGetValue(uid, out var found))
                    Note($"{names[i]}: UID {uid} is missing ({message.Body[..Math.Min(40, message.Body.Length)]})", lost: 1);
                else if (found != message)
                    Note($"{names[i]}: UID {uid} differs: flags '{message.Flags}' became '{found.Flags}'", torn: 1);
            }
            foreach (uint uid in actual[i].Messages.Keys.Where(uid => !models[i].Messages.ContainsKey(uid)))
                Note($"{names[i]}: UID {uid} was never acknowledged", phantom: 1);
        }
    }

    private void Note(string finding, int lost = 0, int torn = 0, int phantom = 0)
    {
        Findings.Add($"worker {number}: {finding}");
        Lost += lost;
        Torn += torn;
        Phantom += phantom;
    }

    private async Task<LineClient> OpenAsync(CancellationToken ct)
    {
        var imap = await LineClient.ConnectAsync(port, ct);
        await imap.LineAsync(ct);
        await imap.CommandAsync("LOGIN ann@example.test secret", ct);
        return imap;
    }

    private async Task<MailboxModel> ReadAsync(LineClient imap, int mailbox)
    {
        var model = new MailboxModel();
        var (_, _, selected) = await imap.CommandAsync($"EXAMINE {names[mailbox]}", CancellationToken.None);
        model.UidValidity = selected.Select(answer => UidValidity().Match(answer.Line)).First(match => match.Success).Groups[1].Value;
        var (_, _, fetched) = await imap.CommandAsync("FETCH 1:* (UID FLAGS BODY.PEEK[TEXT])", CancellationToken.None);
        foreach (var (line, literal) in fetched.Where(answer => answer.Line.Contains(" FETCH (", StringComparison.Ordinal)))
        {
            string flags = line.Contains("\\Deleted", StringComparison.Ordinal) ? "\\Deleted" : line.Contains("\\Flagged", StringComparison.Ordinal) ? "\\Flagged" : "";
            model.Messages[uint.Parse(FetchedUid().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture)] = (Encoding.ASCII.GetString(literal ?? []), flags);
        }
        return model;
    }

    [GeneratedRegex(@"\[APPENDUID \d+ (\d+)\]")]
    private static partial Regex AppendUid();

    [GeneratedRegex(@"\[COPYUID \d+ \d+ (\d+)\]")]
    private static partial Regex CopyUid();

    [GeneratedRegex(@"UIDVALIDITY (\d+)")]
    private static partial Regex UidValidity();

    [GeneratedRegex(@"UID (\d+)")]
    private static partial Regex FetchedUid();
}
