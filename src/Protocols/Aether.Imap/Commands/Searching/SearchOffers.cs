using Aether.Imap.Session;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Searching;

/// <summary>What of a search comes from extensions, and whether they are offered.</summary>
internal static class SearchOffers
{
    /// <param name="context">What a hint at further questions and the wish for news belong to; null where neither can be. RFC 5267 §4.</param>
    public static bool Allow(ImapSession session, SearchArguments arguments, string? context)
    {
        if (arguments.TellsModSeq)
            session.UseModSeqs(); // RFC 7162 §3.1
        bool asksForIds = arguments.Program.Any(static key => key.Kind is SearchKeyKind.EmailId or SearchKeyKind.ThreadId);
        bool asksForAge = arguments.Program.Any(static key => key.Kind is SearchKeyKind.Older or SearchKeyKind.Younger);
        bool asksForSaveDates = arguments.Program.Any(static key => key.Kind is >= SearchKeyKind.SavedBefore and <= SearchKeyKind.SaveDateSupported);
        bool asksForScores = arguments.Return?.HasFlag(SearchReturn.Relevancy) is true;
        if ((arguments.HasFuzzy && !session.Offers("SEARCH=FUZZY")) || (asksForScores && !arguments.HasFuzzy))
            return false; // RFC 6203 §4: RELEVANCY goes with FUZZY
        return (!arguments.TellsModSeq || session.Offers("CONDSTORE"))
            && (!asksForIds || session.Offers("OBJECTID"))
            && (!asksForAge || session.Offers("WITHIN"))
            && (!arguments.Program.Any(static key => key.Kind is SearchKeyKind.Annotation) || session.Offers("ANNOTATE-EXPERIMENT-1"))
            && (!asksForSaveDates || session.Offers("SAVEDATE"))
            && (arguments.Return is not { } asked || (session.Offers("ESEARCH")
                && (!asked.HasFlag(SearchReturn.Partial) || session.Offers("PARTIAL") || session.Offers("CONTEXT=SEARCH"))
                && ((asked & (SearchReturn.Context | SearchReturn.Update)) is SearchReturn.None || (context is not null && session.Offers(context)))
                && (!asked.HasFlag(SearchReturn.Save) || session.Offers("SEARCHRES"))));
    }
}
