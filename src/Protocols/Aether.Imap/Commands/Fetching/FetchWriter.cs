using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Mime.Structure;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Annotations;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Fetching;

/// <summary>Writes the FETCH response of one message: most items are copied from stored octets. RFC 3501 §7.4.2.</summary>
internal sealed class FetchWriter
{
    private readonly ImapSession session;
    private readonly ResponseWriter responses;
    private readonly SelectedMailbox selected;
    private readonly List<FetchItem> items;
    private readonly SectionWriter sections;
    private readonly BinaryWriter binaries;
    private readonly bool hasFlags;
    private readonly bool hasModSeq;
    private readonly bool hasSections;
    private readonly List<(EmailId Email, string Preview)> newPreviews = [];
    private string? preview; // of the message under way

    public FetchWriter(ImapSession session, SelectedMailbox selected, List<FetchItem> items)
    {
        this.session = session;
        this.selected = selected;
        this.items = items;
        responses = session.Responses;
        sections = new SectionWriter(responses);
        binaries = new BinaryWriter(responses);
        hasFlags = items.Exists(static item => item.Kind is FetchItemKind.Flags);
        hasModSeq = items.Exists(static item => item.Kind is FetchItemKind.ModSeq);
        hasSections = items.Exists(static item => item.Section is not null || item.Kind is FetchItemKind.Preview);
        NeedsSaveDates = items.Exists(static item => item.Kind is FetchItemKind.SaveDate);
        NeedsAnnotations = items.Exists(static item => item.Kind is FetchItemKind.Annotation);
        SetsSeen = items.Exists(static item => item.SetsSeen);
        NeedsEmails = items.Exists(static item => item.Kind is FetchItemKind.Envelope or FetchItemKind.Body or FetchItemKind.BodyStructure or FetchItemKind.ThreadId) || hasSections;
    }

    /// <summary>An item marks what it reads as seen.</summary>
    public bool SetsSeen { get; }

    /// <summary>An item tells when messages came into the mailbox.</summary>
    public bool NeedsSaveDates { get; }

    /// <summary>When the messages under way came in, by UID. RFC 8514.</summary>
    public IReadOnlyDictionary<uint, long> SaveDates { get; set; } = new Dictionary<uint, long>();

    /// <summary>An item tells what is noted on messages.</summary>
    public bool NeedsAnnotations { get; }

    /// <summary>Those of the messages under way that anything is noted on.</summary>
    public HashSet<Uid> Annotated { get; set; } = [];

    /// <summary>The narrow rows of the view are not enough.</summary>
    public bool NeedsEmails { get; }

    public bool MetUnknownEncoding => binaries.MetUnknownEncoding;

    /// <summary>A message could not be read and was left out.</summary>
    public bool MetDamage { get; private set; }

    /// <summary>Previews that were made since the last call.</summary>
    public IReadOnlyList<(EmailId Email, string Preview)> TakePreviews()
    {
        var made = newPreviews.ToArray();
        newPreviews.Clear();
        return made;
    }

    /// <param name="index">The message's place in the view.</param>
    /// <param name="flagsBefore">Its flags before this FETCH.</param>
    /// <param name="email">Its cold row, where that is needed.</param>
    public ValueTask WriteAsync(int index, long flagsBefore, EmailRow? email, CancellationToken ct)
    {
        if (hasSections || NeedsAnnotations)
            return WriteSlowlyAsync(index, flagsBefore, email, ct);
        if (email is { IsDamaged: true })
        {
            MetDamage = true;
            return ValueTask.CompletedTask;
        }

        selected.WriteFetchHead(responses, index);
        var row = selected.View[index];
        for (int i = 0; i < items.Count; i++)
        {
            WriteLabel(i);
            WriteItem(items[i].Kind, row, email);
        }

        WriteEnd(index, flagsBefore);
        return ValueTask.CompletedTask;
    }

    /// <summary>What is not in the rows has to be read.</summary>
    private async ValueTask WriteSlowlyAsync(int index, long flagsBefore, EmailRow? email, CancellationToken ct)
    {
        using var open = email is null || !hasSections ? null : new OpenMessage(session.Store.Messages, email);
        if (email is { IsDamaged: true } || (open is not null && !await CanReadAsync(open, ct)))
        {
            MetDamage = true;
            return;
        }

        selected.WriteFetchHead(responses, index);
        for (int i = 0; i < items.Count; i++)
        {
            WriteLabel(i);
            var item = items[i];
            if (item.Kind is FetchItemKind.Preview)
                WritePreview(preview);
            else if (item.Annotations is { } query)
                AnnotationItem.Write(responses, query, await NotesOfAsync(selected.View[index].Uid, ct));
            else if (item.Section is { } section)
                await WriteSectionAsync(item.Kind, open!, section, ct);
            else
                WriteItem(item.Kind, selected.View[index], email);
        }

        WriteEnd(index, flagsBefore);
    }

    private void WriteLabel(int place)
    {
        if (place > 0)
            responses.Raw(" "u8);
        responses.Raw(items[place].Label.Span);
        responses.Raw(" "u8);
    }

    private void WriteEnd(int index, long flagsBefore)
    {
        // RFC 3501 §6.4.5: the client learns that \Seen was set.
        if (!hasFlags && selected.View[index].Flags != flagsBefore)
        {
            responses.Raw(" FLAGS "u8);
            selected.WriteFlags(responses, selected.View[index]);
            if (session.Dialect.HasModSeqs && !hasModSeq)
                selected.WriteModSeq(responses, index);
        }

        responses.Raw(")\r\n"u8);
    }

    private ValueTask<IReadOnlyList<MessageAnnotation>> NotesOfAsync(Uid uid, CancellationToken ct) => Annotated.Contains(uid)
        ? session.Store.Annotations.ListAsync(selected.Mailbox.Account, selected.Mailbox.Id, uid, session.Account, ct)
        : ValueTask.FromResult<IReadOnlyList<MessageAnnotation>>([]);

    private ValueTask WriteSectionAsync(FetchItemKind kind, OpenMessage open, BodySection section, CancellationToken ct) => kind switch
    {
        FetchItemKind.Binary => binaries.WriteAsync(open, section, ct),
        FetchItemKind.BinarySize => binaries.WriteSizeAsync(open, section, ct),
        _ => sections.WriteAsync(open, section, ct),
    };

    /// <summary>The one that is kept, or a new one that is to be kept from now on.</summary>
    private async ValueTask MakePreviewAsync(OpenMessage open, CancellationToken ct)
    {
        preview = open.Email.Preview;
        if (preview is not null)
            return;
        preview = await PreviewReader.ReadAsync(open, ct);
        if (preview is not null)
            newPreviews.Add((open.Email.Id, preview));
    }

    private void WritePreview(string? preview)
    {
        if (preview is null)
            responses.Raw("NIL"u8);
        else
            ImapString.Write(responses.Output, preview);
    }

    /// <summary>Reads ahead what will be sent, for a literal that was begun can't be taken back.</summary>
    private async ValueTask<bool> CanReadAsync(OpenMessage open, CancellationToken ct)
    {
        try
        {
            foreach (var item in items)
            {
                if (item.Section is { } section)
                    await SectionWriter.CheckAsync(open, section, ct);
                else if (item.Kind is FetchItemKind.Preview)
                    await MakePreviewAsync(open, ct);
            }

            return true;
        }
        catch (Exception damage) when (damage is CorruptBlobException or InvalidDataException)
        {
            return false; // the store has told the operator
        }
    }

    private void WriteItem(FetchItemKind kind, MessageRow row, EmailRow? email)
    {
        switch (kind)
        {
            case FetchItemKind.Uid:
                ImapString.WriteNumber(responses.Output, row.Uid.Value);
                break;
            case FetchItemKind.Flags:
                selected.WriteFlags(responses, row);
                break;
            case FetchItemKind.InternalDate:
                ImapDate.Write(responses.Output, row.InternalDate);
                break;
            case FetchItemKind.SaveDate when SaveDates.TryGetValue(row.Uid.Value, out long saved):
                ImapDate.Write(responses.Output, DateTimeOffset.FromUnixTimeSeconds(saved));
                break;
            case FetchItemKind.SaveDate:
                responses.Raw("NIL"u8); // it came in before that was written down
                break;
            case FetchItemKind.Size:
                ImapString.WriteNumber(responses.Output, row.Size);
                break;
            case FetchItemKind.Envelope:
                responses.Raw(email!.Envelope.Span);
                break;
            case FetchItemKind.BodyStructure:
                responses.Raw(email!.BodyStructure.Span);
                break;
            case FetchItemKind.ModSeq:
                responses.Raw(Encoding.ASCII.GetBytes($"({row.ModSeq})"));
                break;
            case FetchItemKind.EmailId:
                responses.Raw(Encoding.ASCII.GetBytes($"({ObjectIds.Of(row.Email)})"));
                break;
            case FetchItemKind.ThreadId:
                responses.Raw(Encoding.ASCII.GetBytes($"({ObjectIds.Of(email!.Thread)})"));
                break;
            default:
                BodyStructureTrimmer.WriteBody(responses.Output, email!.BodyStructure.Span);
                break;
        }
    }
}
