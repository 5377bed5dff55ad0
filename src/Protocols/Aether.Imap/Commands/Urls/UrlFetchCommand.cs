using Aether.Imap.Commands.Fetching;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Mime.Structure;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Urls;

/// <summary>URLFETCH: the octets that URLs name, NIL for what may not be had, whatever the reason. RFC 4467 §7, RFC 5524.</summary>
internal sealed class UrlFetchCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!UrlFetchArguments.TryParse(input, out var urls) || (urls.Exists(static url => url.Wanted is not null) && !session.Offers("URLAUTH=BINARY")))
            return ImapReply.Syntax("URLFETCH url ...");
        foreach (var (url, wanted) in urls)
        {
            session.Responses.Raw("* URLFETCH "u8);
            ImapString.Write(session.Responses.Output, url);
            session.Responses.Raw(" "u8);
            if (AuthorizedUrl.TryParse(url, out var parsed) && await UrlAuthority.FindAsync(session, parsed, ct) is { } email)
                await WriteAsync(session, email, parsed.Message.Section, wanted, ct);
            else
                session.Responses.Raw("NIL"u8);
            session.Responses.Raw("\r\n"u8);
            await session.Responses.FlushIfFullAsync(ct);
        }

        return ImapReply.Ok("Fetched.");
    }

    private static async ValueTask WriteAsync(ImapSession session, EmailRow email, BodySection section, UrlParts? wanted, CancellationToken ct)
    {
        using var open = new OpenMessage(session.Store.Messages, email);
        if (!await CanReadAsync(open, section, ct))
        {
            session.Responses.Raw("NIL"u8);
            return;
        }

        if (wanted is not { } parts)
        {
            await new SectionWriter(session.Responses).WriteAsync(open, section, ct);
            return;
        }

        bool isBinary = parts.HasFlag(UrlParts.Binary);
        var binaries = new Fetching.BinaryWriter(session.Responses);
        string separator = "";
        if (parts.HasFlag(UrlParts.Structure))
        {
            WriteStructure(session, email, section, isBinary ? await binaries.DescribeAsync(open, section, ct) : null);
            separator = " ";
        }

        if ((parts & (UrlParts.Body | UrlParts.Binary)) is UrlParts.None)
            return;
        session.Responses.Raw(System.Text.Encoding.ASCII.GetBytes(separator + (isBinary ? "(BINARY " : "(BODY ")));
        if (isBinary)
            await binaries.WriteAsync(open, section, ct);
        else
            await new SectionWriter(session.Responses).WriteAsync(open, section, ct);
        session.Responses.Raw(")"u8);
    }

    /// <summary>The structure of what is sent: where that comes without its transfer encoding, it is told as it comes. RFC 5524 §3.2, §4.</summary>
    private static void WriteStructure(ImapSession session, EmailRow email, BodySection section, DecodedPart? decoded)
    {
        var structure = BodyStructureParts.Find(email.BodyStructure.Span, section.Path);
        session.Responses.Raw("(BODYPARTSTRUCTURE "u8);
        if (structure.IsEmpty)
            session.Responses.Raw("NIL"u8);
        else if (decoded is { } part)
            session.Responses.Raw(BodyStructureParts.Decoded(structure, part.Encoding, part.Size, part.Lines));
        else
            session.Responses.Raw(structure);
        session.Responses.Raw(")"u8);
    }

    /// <summary>Reads ahead what will be sent, for a literal that was begun can't be taken back.</summary>
    private static async ValueTask<bool> CanReadAsync(OpenMessage open, BodySection section, CancellationToken ct)
    {
        try
        {
            await SectionWriter.CheckAsync(open, section, ct);
            return true;
        }
        catch (Exception damage) when (damage is CorruptBlobException or InvalidDataException)
        {
            return false; // the store has told the operator
        }
    }
}
