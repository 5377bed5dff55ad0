using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Searching;

/// <summary>CANCELUPDATE: no more news of these searches. RFC 5267 §4.3.5.</summary>
internal sealed class CancelUpdateCommand : IImapCommand
{
    private const int MaxTags = 1000;

    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var tags))
            return ValueTask.FromResult(ImapReply.Syntax("CANCELUPDATE \"tag\" ..."));
        var watches = ResultWatches.Of(session);
        if (tags.Exists(tag => watches.Find(tag) is null))
            return ValueTask.FromResult(ImapReply.Bad("Of such a search no news are told."));
        tags.ForEach(tag => watches.TryCancel(tag));
        return ValueTask.FromResult(ImapReply.Ok("No more of it."));
    }

    private static bool TryParse(CommandInput input, out List<string> tags)
    {
        tags = [];
        var reader = input.Read();
        while (!reader.AtEnd)
        {
            if (tags.Count >= MaxTags || !reader.TrySpace() || !reader.TryString(out var tag))
                return false;
            tags.Add(Encoding.Latin1.GetString(tag));
        }

        return tags.Count > 0;
    }
}
