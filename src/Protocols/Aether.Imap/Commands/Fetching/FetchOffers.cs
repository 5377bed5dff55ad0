using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Fetching;

/// <summary>What of a FETCH comes from extensions: whether they are offered, and what they leave of the messages named.</summary>
internal static class FetchOffers
{
    /// <summary>False when an item or modifier belongs to what is not offered, or not enabled.</summary>
    public static bool Allow(ImapSession session, List<FetchItem> items, FetchModifiers modifiers, Numbering numbering)
    {
        if (!items.TrueForAll(item => NameOf(item.Kind) is not { } name || session.Offers(name)))
            return false;
        if (modifiers.ChangedSince is not null || items.Exists(static item => item.Kind is FetchItemKind.ModSeq))
        {
            if (!session.Offers("CONDSTORE"))
                return false;
            session.UseModSeqs(); // RFC 7162 §3.1
        }

        // RFC 7162 §3.2.6: only UID FETCH, and only who has enabled QRESYNC, or message numbers are gone altogether.
        bool mayVanish = numbering is Numbering.Uid && session.Dialect.HasVanished;
        return (!modifiers.Vanished || mayVanish) && (modifiers.Partial is null || (numbering is Numbering.Uid && session.Offers("PARTIAL")));
    }

    /// <summary>Leaves out what did not change, then what lies outside the part asked for. RFC 9394 §3.2.</summary>
    public static List<IndexRange> Narrow(MailboxView view, List<IndexRange> places, FetchModifiers modifiers)
    {
        if (modifiers.ChangedSince is { } since)
            places = Changed(view, places, since);
        return modifiers.Partial is { } partial ? Cut(places, partial) : places;
    }

    private static List<IndexRange> Changed(MailboxView view, List<IndexRange> places, long since)
    {
        var changed = new List<IndexRange>();
        foreach (var (start, end) in places)
        {
            for (int index = start; index < end; index++)
            {
                if (view[index].ModSeq.Value <= since)
                    continue;
                if (changed.Count > 0 && changed[^1].End == index)
                    changed[^1] = changed[^1] with { End = index + 1 };
                else
                    changed.Add(new IndexRange(index, index + 1));
            }
        }

        return changed;
    }

    private static List<IndexRange> Cut(List<IndexRange> places, PartialRange partial)
    {
        var (first, last) = partial.Resolve(places.Sum(static range => range.End - range.Start));
        var cut = new List<IndexRange>();
        int before = 0;
        foreach (var (start, end) in places)
        {
            int from = Math.Max(first - before, 0);
            int to = Math.Min(last - before, end - start);
            if (from < to)
                cut.Add(new IndexRange(start + from, start + to));
            before += end - start;
        }

        return cut;
    }

    private static string? NameOf(FetchItemKind kind) => kind switch
    {
        FetchItemKind.Binary or FetchItemKind.BinarySize => "BINARY",
        FetchItemKind.EmailId or FetchItemKind.ThreadId => "OBJECTID",
        FetchItemKind.Preview => "PREVIEW",
        FetchItemKind.SaveDate => "SAVEDATE",
        FetchItemKind.Annotation => "ANNOTATE-EXPERIMENT-1",
        _ => null,
    };
}
