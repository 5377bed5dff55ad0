using System.IO.Pipelines;
using Aether.Imap.Commands.Annotations;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Mime.Scanning;
using Aether.Protocol.Imap;
using Aether.Storage.Bodies;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>
/// Reads the messages of an APPEND or REPLACE off the connection: literals go piece by piece into drafts, never held whole.
/// Whatever is wrong, the session stays in step with the client or ends. RFC 3501 §6.3.11, RFC 3502, RFC 4469.
/// </summary>
internal sealed class MessageIntake(ImapSession session)
{
    private const int MaxFlags = 128;
    private const int MaxParts = 1000;
    private const int MaxUrl = 4096;

    private readonly List<AppendedMessage> messages = [];
    private readonly List<IReadOnlyList<AnnotationChange>> annotations = [];
    private ReadOnlyMemory<byte> rest;
    private bool isBinary; // the message, or a piece of it, came as a literal8

    /// <summary>What is noted on each message. RFC 5257 §4.7.</summary>
    public IReadOnlyList<IReadOnlyList<AnnotationChange>> Annotations => annotations;

    public IReadOnlyList<AppendedMessage> Messages => messages;

    /// <summary>Reads all messages.</summary>
    /// <param name="first">The command behind the mailbox.</param>
    /// <param name="most">Messages there may be.</param>
    /// <returns>Null when all went well, else what to answer.</returns>
    public async ValueTask<ImapReply?> ReadAsync(ReadOnlyMemory<byte> first, int most, CancellationToken ct)
    {
        rest = first;
        while (true)
        {
            if (await ReadOneAsync(ct) is { } refusal)
                return await RefuseAsync(refusal, ct);
            if (rest.IsEmpty && !session.Source.IsBeforeMessage)
                return null;
            if (messages.Count >= most && most > 1)
                return await RefuseAsync(MessageLimit.Refusal(most), ct);
            if (messages.Count >= most || !TryTake((byte)' '))
                return await RefuseAsync(ImapReply.Syntax("[(flag ...)] [date-time] literal"), ct);
        }
    }

    /// <summary>Refuses; messages that are on their way already are read past, when they are small enough.</summary>
    public async ValueTask<ImapReply> RefuseAsync(ImapReply reply, CancellationToken ct)
    {
        for (int read = 0; !session.IsOver && session.Source.IsBeforeMessage && !session.Source.LiteralIsSynchronizing; read++)
        {
            session.IsOver = read >= session.Shared.Options.Limits.Literals
                || session.Source.LiteralSize > session.Shared.Options.MaxMessageSize
                || !await session.Source.CopyLiteralAsync(static (_, _, _) => ValueTask.CompletedTask, ct)
                || await session.Source.NextOfAppendAsync(ct) is not (SourceStatus.Command or SourceStatus.Message);
        }

        return reply;
    }

    private async ValueTask<ImapReply?> ReadOneAsync(CancellationToken ct)
    {
        if (!TryParse(out var spec))
            return ImapReply.Syntax("[(flag ...)] [date-time] literal");
        var notes = new List<AnnotationChange>();
        if (spec.Form is AppendForm.Annotated && await ReadAnnotationsAsync(notes, ct) is { } unfit)
            return unfit;
        if (spec.Form is AppendForm.Annotated && !TryParseForm(ref spec))
            return ImapReply.Syntax("[(flag ...)] [date-time] [ANNOTATION (entry (attribute value))] literal");
        if (!FlagNames.TrySplit([.. spec.Flags], out var system, out var keywords) || !IsOffered(spec.Form) || (spec.Form is AppendForm.Literal && session.Source.LiteralIsBinary && !session.Offers("BINARY")))
            return ImapReply.Syntax("[(flag ...)] [date-time] literal");
        await using var draft = session.Store.Bodies.NewDraft();
        isBinary = spec.Form is AppendForm.Literal && session.Source.LiteralIsBinary;
        var refusal = spec.Form is AppendForm.Catenate ? await ReadPartsAsync(draft, ct) : await ReadLiteralAsync(draft, ct);
        if (refusal is null && spec.Form is AppendForm.Utf8 && !TryTake((byte)')'))
            refusal = ImapReply.Syntax("UTF8 (literal8)");
        if (refusal is not null)
            return refusal;
        if (draft.Size is 0)
            return ImapReply.No("CANNOT", "The message is empty."); // RFC 3502 §6.3.11: clients call an APPEND off with it
        if (draft.Scanner.Violation is not HeaderViolation.None)
            return ImapReply.No("LIMIT", "The header is too long.");
        var message = await draft.CompleteAsync(ct);
        if (isBinary)
            message = await BinaryConversion.ConvertAsync(session.Store.Bodies, message, ct) ?? message;
        messages.Add(new AppendedMessage(message, new FlagChange(FlagChangeMode.Replace, system, keywords), spec.Date));
        annotations.Add(notes);
        return null;
    }

    private bool IsOffered(AppendForm form) => form switch
    {
        AppendForm.Catenate => session.Offers("CATENATE"),
        AppendForm.Utf8 => session.Dialect.Has(Extensions.Utf8 | Extensions.Rev2),
        _ => true,
    };

    /// <summary>Streams the literal that the command stopped before, then reads on behind it.</summary>
    private async ValueTask<ImapReply?> ReadLiteralAsync(MessageDraft draft, CancellationToken ct)
    {
        if (!session.Source.IsBeforeMessage)
            return ImapReply.Syntax("[(flag ...)] [date-time] literal");
        if (session.Source.LiteralSize > session.Shared.Options.MaxMessageSize - draft.Size)
            return ImapReply.No("TOOBIG", "The message is too big.");
        return await CopyLiteralAsync((read, count, token) => TakeAsync(draft, read, count, token), ct);
    }

    private async ValueTask<ImapReply?> CopyLiteralAsync(Func<ReadResult, long, CancellationToken, ValueTask> take, CancellationToken ct)
    {
        if (session.Source.LiteralIsSynchronizing)
            session.Responses.Continue("Go ahead"u8);
        if (await session.Source.CopyLiteralAsync(take, ct) && await session.Source.NextOfAppendAsync(ct) is SourceStatus.Command or SourceStatus.Message)
        {
            rest = session.Source.Command;
            return null;
        }

        session.IsOver = true;
        return ImapReply.Bad("The message was broken off.");
    }

    /// <summary>CATENATE: part after part, up to the parenthesis. RFC 4469 §3.</summary>
    private async ValueTask<ImapReply?> ReadPartsAsync(MessageDraft draft, CancellationToken ct)
    {
        for (int parts = 0; parts < MaxParts; parts++)
        {
            var refusal = TryTakeText("TEXT "u8) ? await ReadTextAsync(draft, ct)
                : TryTakeText("URL "u8) ? await ReadUrlAsync(draft, ct)
                : ImapReply.Syntax("CATENATE (TEXT literal | URL url ...)");
            if (refusal is not null)
                return refusal;
            if (TryTake((byte)')'))
                return null;
            if (!TryTake((byte)' '))
                break;
        }

        return ImapReply.Syntax("CATENATE (TEXT literal | URL url ...)");
    }

    private ValueTask<ImapReply?> ReadTextAsync(MessageDraft draft, CancellationToken ct)
    {
        isBinary |= TryTake((byte)'~');
        return rest.IsEmpty ? ReadLiteralAsync(draft, ct) : ValueTask.FromResult<ImapReply?>(ImapReply.Syntax("TEXT literal"));
    }

    private async ValueTask<ImapReply?> ReadUrlAsync(MessageDraft draft, CancellationToken ct)
    {
        string url;
        if (rest.IsEmpty && session.Source.IsBeforeMessage && session.Source.LiteralSize <= MaxUrl)
        {
            var (octets, refusal) = await GatherLiteralAsync(ct);
            if (refusal is not null)
                return refusal;
            url = System.Text.Encoding.UTF8.GetString(octets.Span);
        }
        else if (!TryTakeString(out url))
        {
            return ImapReply.Syntax("URL url");
        }

        return await UrlSource.CopyAsync(session, url, draft, ct);
    }

    /// <summary>entry SP "(" attribute SP value … ")" … ")": a value may be a literal, which the framer takes for a message. RFC 5257 §4.7.</summary>
    private async ValueTask<ImapReply?> ReadAnnotationsAsync(List<AnnotationChange> notes, CancellationToken ct)
    {
        var syntax = ImapReply.Syntax("ANNOTATION (entry (attribute value ...) ...)");
        if (!session.Offers("ANNOTATE-EXPERIMENT-1"))
            return syntax;
        do
        {
            if (!TryTakeEntry(out string entry))
                return syntax;
            do
            {
                if (notes.Count >= AnnotationChange.MaxChanges || !TryTakeAttribute(out bool isPrivate))
                    return syntax;
                byte[]? value;
                if (rest.Span is [] or [(byte)'~'] && session.Source.IsBeforeMessage)
                {
                    if (session.Source.LiteralSize > session.Shared.Options.Limits.AnnotationSize.Bytes)
                        return MessageNotes.TooBig;
                    var (octets, refusal) = await GatherLiteralAsync(ct);
                    if (refusal is not null)
                        return refusal;
                    value = octets.ToArray();
                }
                else if (!TryTakeValue(out value))
                {
                    return syntax;
                }

                notes.Add(new AnnotationChange(entry, isPrivate, value));
            }
            while (TryTake((byte)' '));
            if (!TryTake((byte)')'))
                return syntax;
        }
        while (TryTake((byte)' '));
        return TryTake((byte)')') && TryTake((byte)' ') ? MessageNotes.Refusal(session, notes) : syntax;
    }

    private async ValueTask<(ReadOnlyMemory<byte> Octets, ImapReply? Refusal)> GatherLiteralAsync(CancellationToken ct)
    {
        var octets = new System.Buffers.ArrayBufferWriter<byte>((int)session.Source.LiteralSize + 1);
        var refusal = await CopyLiteralAsync((read, count, _) => Gather(octets, read, count), ct);
        return (octets.WrittenMemory, refusal);
    }

    private static ValueTask Gather(System.Buffers.ArrayBufferWriter<byte> octets, ReadResult read, long count)
    {
        foreach (var segment in read.Buffer.Slice(0, count))
            System.Buffers.BuffersExtensions.Write(octets, segment.Span);
        return ValueTask.CompletedTask;
    }

    private static ValueTask TakeAsync(MessageDraft draft, ReadResult read, long count, CancellationToken ct)
    {
        foreach (var segment in read.Buffer.Slice(0, count))
            draft.Write(segment.Span);
        return draft.FlushAsync(ct);
    }

    private bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AppendSpec? spec)
    {
        var reader = new ArgumentReader(rest.Span);
        bool parsed = AppendSpec.TryParse(ref reader, MaxFlags, out spec);
        rest = rest[^reader.Rest.Length..];
        return parsed;
    }

    /// <summary>What stands behind the annotations of a message.</summary>
    private bool TryParseForm(ref AppendSpec spec)
    {
        var reader = new ArgumentReader(rest.Span);
        bool parsed = AppendSpec.TryForm(ref reader, out var form) && form is not AppendForm.Annotated;
        spec = spec with { Form = form };
        rest = rest[^reader.Rest.Length..];
        return parsed;
    }

    private bool TryTakeEntry(out string entry)
    {
        var reader = new ArgumentReader(rest.Span);
        string? name = null;
        bool taken = reader.TryAString(out var text) && AnnotationName.TryParse(text, out name) && reader.TrySpace() && reader.TryOpen();
        entry = name ?? string.Empty;
        rest = rest[^reader.Rest.Length..];
        return taken;
    }

    private bool TryTakeAttribute(out bool isPrivate)
    {
        var reader = new ArgumentReader(rest.Span);
        bool taken = AnnotationChange.TryAttribute(ref reader, out isPrivate);
        rest = rest[^reader.Rest.Length..];
        return taken;
    }

    private bool TryTakeValue(out byte[]? value)
    {
        var reader = new ArgumentReader(rest.Span);
        bool taken = AnnotationChange.TryValue(ref reader, out value);
        rest = rest[^reader.Rest.Length..];
        return taken;
    }

    private bool TryTake(byte octet)
    {
        if (rest.IsEmpty || rest.Span[0] != octet)
            return false;
        rest = rest[1..];
        return true;
    }

    private bool TryTakeText(ReadOnlySpan<byte> text)
    {
        var reader = new ArgumentReader(rest.Span);
        bool taken = reader.TryText(text);
        rest = rest[^reader.Rest.Length..];
        return taken;
    }

    private bool TryTakeString(out string value)
    {
        var reader = new ArgumentReader(rest.Span);
        bool taken = reader.TryAString(out var octets) && octets.Length <= MaxUrl;
        value = taken ? System.Text.Encoding.UTF8.GetString(octets) : string.Empty;
        rest = rest[^reader.Rest.Length..];
        return taken;
    }
}
