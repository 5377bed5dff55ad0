using System.Buffers;
using System.Text;
using Aether.Imap.Commands.Fetching;
using Aether.Mime.Headers;
using Aether.Mime.Structure;
using Aether.Mime.Text;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Searching;

/// <summary>Decides the keys that need a message's content, cheapest first: date, header, then bodies. RFC 3501 §6.4.4.</summary>
internal sealed class ContentSearch
{
    private readonly SearchProgram program;
    private readonly bool?[] results;
    private readonly string[] needles;

    public ContentSearch(SearchProgram program, SearchBudget budget)
    {
        this.program = program;
        Budget = budget;
        results = new bool?[program.Keys.Length];
        Unknown = new bool?[program.Keys.Length];
        needles = new string[program.Keys.Length];
        for (int i = 0; i < needles.Length; i++)
            needles[i] = program.Keys[i].Text.ToUpperInvariant();
    }

    public SearchBudget Budget { get; }

    /// <summary>No content key known.</summary>
    public bool?[] Unknown { get; }

    public async ValueTask<bool?> DecideAsync(int index, OpenMessage message, CancellationToken ct)
    {
        Array.Clear(results);
        DecideDates(message);
        if (program.Decide(index, results) is { } byDate)
            return byDate;

        DecideHeader(await message.ReadHeaderAsync(message.Parts.Root, ct));
        if (program.Decide(index, results) is { } byHeader)
            return byHeader;

        await DecideBodyAsync(message, ct);
        return program.Decide(index, results);
    }

    private void DecideDates(OpenMessage message)
    {
        DateOnly? sent = null;
        for (int i = 0; i < results.Length; i++)
        {
            var key = program.Keys[i];
            if (key.Kind is not (SearchKeyKind.SentBefore or SearchKeyKind.SentOn or SearchKeyKind.SentSince))
                continue;
            sent ??= SentDay(message.Email.Envelope.Span);

            // A message without a date was sent on no day.
            results[i] = sent > DateOnly.MinValue && key.Kind switch
            {
                SearchKeyKind.SentBefore => sent < key.Day,
                SearchKeyKind.SentOn => sent == key.Day,
                _ => sent >= key.Day,
            };
        }
    }

    /// <summary>The day in the Date field, time and zone passed over; it is the first value of the stored ENVELOPE.</summary>
    private static DateOnly SentDay(ReadOnlySpan<byte> envelope)
    {
        var reader = new ArgumentReader(envelope);
        return reader.TryOpen() && reader.TryNString(out var date) && MessageDate.TryParse(date, out var moment) ? DateOnly.FromDateTime(moment.DateTime) : DateOnly.MinValue;
    }

    private void DecideHeader(byte[] header)
    {
        for (int i = 0; i < results.Length; i++)
        {
            if (program.Keys[i].Kind is SearchKeyKind.Header)
                results[i] = false;
        }

        byte[] unfolded = ArrayPool<byte>.Shared.Rent(header.Length + 1);
        var reader = new HeaderFieldReader(header);
        while (reader.TryRead(out var field))
        {
            string name = Encoding.Latin1.GetString(field.Name);
            string value = HeaderText.Decode(unfolded.AsSpan(0, field.Unfold(unfolded))).ToUpperInvariant();
            DecideField(name, value);
        }

        ArrayPool<byte>.Shared.Return(unfolded);
    }

    private void DecideField(string name, string value)
    {
        string? line = null;
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is true)
                continue;
            if (program.Keys[i].Kind is SearchKeyKind.Header && name.Equals(program.Keys[i].Field, StringComparison.OrdinalIgnoreCase)
                && value.Contains(needles[i], StringComparison.Ordinal))
            {
                results[i] = true;
            }
            else if (program.Keys[i].Kind is SearchKeyKind.Text)
            {
                line ??= $"{name.ToUpperInvariant()}: {value}";
                if (line.Contains(needles[i], StringComparison.Ordinal))
                    results[i] = true;
            }
        }
    }

    /// <summary>Reads the text parts and the headers of messages inside; when it is done, what was not found is not there.</summary>
    private async ValueTask DecideBodyAsync(OpenMessage message, CancellationToken ct)
    {
        var open = new List<int>();
        for (int i = 0; i < results.Length; i++)
        {
            if (program.Keys[i].Kind is SearchKeyKind.Body or SearchKeyKind.Text && results[i] is null)
                open.Add(i);
        }

        var window = new TextWindow([.. open.Select(at => needles[at])]);
        var entries = message.Parts.Entries.ToArray();
        for (int at = 0; at < entries.Length && !window.FoundAll && !Budget.IsSpent; at++)
        {
            if (at > 0 && entries[at - 1].Kind is PartKind.Message)
                window.Add(HeaderText.Decode(await message.ReadHeaderAsync(entries[at], ct)));
            if (entries[at].Kind is PartKind.Text or PartKind.Html)
                await ReadPartAsync(message, entries[at], window, ct);
            window.Break();
        }

        for (int i = 0; i < open.Count; i++)
            results[open[i]] = window.Found(i);
    }

    private async ValueTask ReadPartAsync(OpenMessage message, PartEntry part, TextWindow window, CancellationToken ct)
    {
        const int Chunk = 32 * 1024;
        var body = await message.OpenAsync(ct);
        var decoder = new PartTextDecoder(part.Encoding, part.Charset);
        var text = new ArrayBufferWriter<char>(1024);
        byte[] octets = ArrayPool<byte>.Shared.Rent(Chunk);
        for (long at = part.BodyStart; at < part.BodyEnd && !window.FoundAll && !Budget.IsSpent;)
        {
            int count = await body.ReadAsync(at, octets.AsMemory(0, (int)Math.Min(Chunk, part.BodyEnd - at)), ct);
            if (count is 0)
                break;
            at += count;
            decoder.Decode(octets.AsMemory(0, count), text);
            window.Add(text.WrittenSpan);
            text.ResetWrittenCount();
        }

        decoder.Decode(default, text);
        window.Add(text.WrittenSpan);
        ArrayPool<byte>.Shared.Return(octets);
    }
}
