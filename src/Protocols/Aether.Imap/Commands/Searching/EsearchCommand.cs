using Aether.Imap.Access;
using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Searching;

/// <summary>ESEARCH: one search over many mailboxes, an answer for each that has something. RFC 7377.</summary>
internal sealed class EsearchCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(session, input, out var arguments);
        if (status is SearchParseStatus.BadCharset)
            return ImapReply.No("BADCHARSET (US-ASCII UTF-8)", "That charset is not known.");
        if (status is not SearchParseStatus.Parsed || arguments is null || !SearchOffers.Allow(session, arguments.Search, context: null))
            return ImapReply.Bad(status is SearchParseStatus.TooDeep ? "The search is too deep." : "Expected: ESEARCH [IN (mailboxes)] [RETURN (options)] keys");

        // RFC 7377 §2.2: message numbers and $ mean nothing in mailboxes that are not open; nor is anything kept of them.
        bool namesOpen = arguments.Search.Program.Any(static key => key.Kind is SearchKeyKind.SequenceNumbers || key.Set == SequenceSet.Saved);
        if (namesOpen || arguments.Search.Return?.HasFlag(SearchReturn.Save) is true)
            return ImapReply.Bad("Neither message numbers nor SAVE can be used here.");
        if (session.Selected is null && (arguments.Scopes.Count is 0 || arguments.Scopes.Any(static scope => scope.Kind <= MailboxScopeKind.SelectedDelayed)))
            return ImapReply.Bad("Select a mailbox first.");

        foreach (var mailbox in await ChooseAsync(session, arguments, ct))
        {
            if (!await SearchAsync(session, input, arguments, mailbox, ct))
                return ImapReply.No("LIMIT", "The search takes too long; narrow it.");
        }

        return ImapReply.Ok("Searched.");
    }

    private static async ValueTask<List<ReachedMailbox>> ChooseAsync(ImapSession session, EsearchArguments arguments, CancellationToken ct)
    {
        var subscribed = await session.Store.Mailboxes.SubscriptionsAsync(session.Account, ct);
        var open = session.Selected?.Mailbox.Id;
        bool withOpen = arguments.Scopes.Count is 0 || arguments.Scopes.Any(static scope => scope.Kind <= MailboxScopeKind.SelectedDelayed);
        return [.. (await session.Reach.ListAsync(ct)).Where(reached => reached.Mailbox.Selectable && reached.Allows(AclRights.Read)
            && ((withOpen && reached.Mailbox.Id == open) || arguments.Scopes.Any(scope => ScopeMatch.Matches(scope, reached, subscribed))))];
    }

    /// <returns>False when the time is up.</returns>
    private static async ValueTask<bool> SearchAsync(ImapSession session, CommandInput input, EsearchArguments arguments, ReachedMailbox reached, CancellationToken ct)
    {
        using var opened = await SelectedMailbox.OpenAsync(reached, OpenMode.ReadOnly, session.Store, session.Shared.Recent, session.Dialect, ct);
        var program = SearchProgram.Prepare(arguments.Search, opened, session.Shared.Clock.GetUtcNow());
        if (await SearchRun.FindAsync(session, opened, program, input.Tag, ct) is not { } found)
            return false;
        if (found.Count is 0)
            return true; // RFC 7377 §2.1: silence means nothing found
        var result = new ExtendedResult(input, opened.View, found, arguments.Search.Return ?? SearchReturn.All, arguments.Search) { Mailbox = (reached.Mailbox.Path, reached.Mailbox.Counters.UidValidity), ScoreOf = program.ScoreOf, Look = opened.View.Look() };
        await SearchReport.WriteExtendedAsync(session, result, ct);
        await session.Responses.FlushIfFullAsync(ct);
        return true;
    }

    private static SearchParseStatus Parse(ImapSession session, CommandInput input, out EsearchArguments? arguments)
    {
        arguments = null;
        var reader = input.Read();
        return reader.TrySpace() ? EsearchArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }
}
