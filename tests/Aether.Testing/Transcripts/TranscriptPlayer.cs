using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Xunit.Sdk;

namespace Aether.Testing.Transcripts;

/// <summary>Plays the steps of one transcript and keeps what was said, to show it beside what was expected.</summary>
internal sealed class TranscriptPlayer(TranscriptServer server, TranscriptOptions options)
{
    private readonly StringBuilder log = new();
    private readonly HashSet<int> skipping = [];

    public async Task PlayAsync(IReadOnlyList<TranscriptStep> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            try
            {
                if (step.Action is not TranscriptAction.Send)
                {
                    await PlayAsync(step);
                    continue;
                }

                // Lines of one client that follow each other go out in one piece: pipelining is part of the transcript.
                var bytes = new List<byte>();
                int client = step.Client;
                for (; i < steps.Count && steps[i].Action is TranscriptAction.Send && steps[i].Client == client; i++)
                {
                    Note('C', steps[i].Client, steps[i].Text);
                    bytes.AddRange(steps[i].Bytes);
                }

                i--;
                await server.Client(client).SendAsync(bytes.ToArray());
            }
            catch (Exception late) when (late is OperationCanceledException or TimeoutException)
            {
                throw Failure(step, $"nothing within {options.Patience.TotalSeconds:0} s");
            }
        }
    }

    private async Task PlayAsync(TranscriptStep step)
    {
        var client = server.Client(step.Client);
        switch (step.Action)
        {
            case TranscriptAction.CloseClient:
                Note('C', step.Client, "<close>");
                client.Close();
                break;
            case TranscriptAction.SkipLines:
                skipping.Add(step.Client);
                break;
            case TranscriptAction.ExpectLine:
                await ExpectLineAsync(step, client);
                break;
            case TranscriptAction.ExpectBytes:
                var bytes = await client.ReadBytesAsync(step.Bytes.Length);
                if (!bytes.AsSpan().SequenceEqual(step.Bytes))
                    throw Failure(step, Encoding.Latin1.GetString(bytes));
                Note('S', step.Client, step.Text);
                break;
            case TranscriptAction.ExpectClose:
                if (await client.ReadLineAsync() is { } line)
                    throw Failure(step, line);
                Note('S', step.Client, "<close>");
                break;
            case TranscriptAction.Advance:
                await client.WhenServerWaitsAsync();
                ((FakeTimeProvider)options.Clock).Advance(TimeSpan.Parse(step.Text, CultureInfo.InvariantCulture));
                break;
        }
    }

    private async Task ExpectLineAsync(TranscriptStep step, TranscriptClient client)
    {
        bool skip = skipping.Remove(step.Client);
        while (true)
        {
            var line = await client.ReadLineAsync();
            if (line is null)
                throw Failure(step, Ending(client));
            if (Fits(step.Text, line))
            {
                Note('S', step.Client, line);
                return;
            }

            if (!skip)
                throw Failure(step, line);
            Note('S', step.Client, line);
        }
    }

    private static bool Fits(string expected, string line) =>
        expected.EndsWith('*') ? line.StartsWith(expected.AsSpan(0, expected.Length - 1), StringComparison.Ordinal) : line == expected;

    private static string Ending(TranscriptClient client) =>
        client.Session is { IsFaulted: true, Exception: { } fault } ? $"<the session threw> {fault.InnerException}" : "<the server closed>";

    private void Note(char speaker, int client, string text) =>
        log.Append(CultureInfo.InvariantCulture, $"  {speaker}{client}: {text}\n");

    private XunitException Failure(TranscriptStep step, string got) =>
        new($"Transcript line {step.Line} went another way (chunks of {options.ChunkSize}).\n{log}- S{step.Client}: {(step.Action is TranscriptAction.ExpectClose ? "<close>" : step.Text)}\n+ S{step.Client}: {got}");
}
