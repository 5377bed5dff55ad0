using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Searching;

/// <summary>The searches of the open mailbox whose client hears what changes of them; as many as <c>limits.imap.contexts</c>. RFC 5267 §4.3.</summary>
internal sealed class ResultWatches(ImapSession session) : IResultNews
{
    private readonly List<ResultWatch> watches = [];

    /// <summary>Those of the open mailbox.</summary>
    public static ResultWatches Of(ImapSession session)
    {
        var selected = session.Selected!;
        if (selected.Results is not ResultWatches there)
            selected.Results = there = new ResultWatches(session);
        return there;
    }

    /// <summary>News are asked for with a tag that they come with already. RFC 5267 §4.3.1.</summary>
    public static bool IsTaken(ImapSession session, SearchReturn? asked, ReadOnlyMemory<byte> tag) =>
        asked?.HasFlag(SearchReturn.Update) is true && session.Selected?.Results is ResultWatches there && there.Find(Encoding.ASCII.GetString(tag.Span)) is not null;

    /// <summary>Tells what will change of it, or that it won't. RFC 5267 §4.3.1.</summary>
    public void Watch(ResultWatch watch)
    {
        var limits = session.Shared.Options.Limits;
        if (watches.Count < limits.Contexts && watch.Count <= limits.ContextMessages && watch.CanFollow)
            watches.Add(watch);
        else
            watch.TellNoUpdate();
    }

    /// <summary>Ends the news of a search; false when there are none.</summary>
    public bool TryCancel(string tag) => Find(tag) is { } watch && watches.Remove(watch);

    public void Removing(IReadOnlyList<Uid> gone) => watches.ForEach(watch => watch.Remove(gone));

    public async ValueTask ChangedAsync(IReadOnlyList<Uid> changed, CancellationToken ct)
    {
        foreach (var watch in watches.ToList())
        {
            if (!await watch.TryFollowAsync(changed, ct) || watch.Count > session.Shared.Options.Limits.ContextMessages)
            {
                watches.Remove(watch);
                watch.TellNoUpdate();
            }
        }
    }

    public ResultWatch? Find(string tag) => watches.Find(watch => watch.Tag == tag);
}
