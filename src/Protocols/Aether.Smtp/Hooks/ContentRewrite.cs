using System.Buffers;
using System.Text;
using Aether.Mime.Scanning;
using Aether.Smtp.Session;
using Aether.Storage.Bodies;

namespace Aether.Smtp.Hooks;

/// <summary>Changes a message as a hook says: what goes on top is its prefix's, all else makes a new body of it.</summary>
internal sealed class ContentRewrite(BodyStore bodies, SmtpLimits limits)
{
    private const int PieceSize = 64 << 10;

    public async ValueTask<HookResult> ApplyAsync(HookResult before, HookContent content, ContentChanges changes, CancellationToken ct)
    {
        var result = before with
        {
            OnTop = string.Concat(changes.OnTop) + before.OnTop,
            NewRecipients = [.. before.NewRecipients, .. changes.NewRecipients],
            GoneRecipients = before.GoneRecipients.Union(changes.GoneRecipients).ToHashSet(StringComparer.OrdinalIgnoreCase),
            IsHeld = before.IsHeld || changes.IsHeld,
            Sender = changes.Sender ?? before.Sender,
        };
        if (!changes.Rewrites)
            return result;

        await using var draft = bodies.NewDraft();
        WriteHeader(draft, content, changes);
        await WriteBodyAsync(draft, content, changes, ct);
        if (draft.Size > limits.MaxMessageSize)
            return result with { Refusal = Replies.TooBig };
        if (draft.Scanner.Violation is not HeaderViolation.None)
            return result with { Refusal = Replies.HeaderTooBig };
        return result with { Message = await draft.CompleteAsync(ct) };
    }

    private static void WriteHeader(MessageDraft draft, HookContent content, ContentChanges changes)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in content.Fields)
        {
            int index = seen[field.Name] = seen.GetValueOrDefault(field.Name) + 1;
            if (field.IsAdded)
                continue; // it stands in the prefix, and stays there
            if (!changes.Fields.TryGetValue((field.Name, index), out string? value))
            {
                draft.Write(Encoding.Latin1.GetBytes(field.Name + ":"));
                draft.Write(field.Value.Span);
                draft.Write("\r\n"u8);
            }
            else if (value is not null)
            {
                draft.Write(Encoding.UTF8.GetBytes($"{field.Name}: {value}\r\n"));
            }
        }

        // A change of a field that is not there adds it, as milters expect.
        foreach (var ((name, index), value) in changes.Fields)
        {
            if (value is not null && seen.GetValueOrDefault(name) < index)
                draft.Write(Encoding.UTF8.GetBytes($"{name}: {value}\r\n"));
        }

        foreach (string field in changes.AtEnd)
            draft.Write(Encoding.UTF8.GetBytes(field));
        draft.Write("\r\n"u8);
    }

    private static async ValueTask WriteBodyAsync(MessageDraft draft, HookContent content, ContentChanges changes, CancellationToken ct)
    {
        if (changes.Body is { } body)
        {
            draft.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
            await draft.FlushAsync(ct);
            return;
        }

        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            int read;
            for (long at = 0; (read = await content.ReadBodyAsync(at, piece.AsMemory(0, PieceSize), ct)) > 0; at += read)
            {
                draft.Write(piece.AsSpan(0, read));
                await draft.FlushAsync(ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
