using Aether.Imap.Selected;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Searching;

/// <summary>What an ESEARCH response is made of. RFC 4731 §3.1.</summary>
/// <param name="Found">Places in the view, in the order to be told.</param>
internal sealed record ExtendedResult(CommandInput Input, MailboxView View, List<int> Found, SearchReturn Asked, SearchArguments Arguments)
{
    /// <summary>The mailbox, where it is not the open one: name and UIDVALIDITY. RFC 7377 §2.1.</summary>
    public (string Path, uint UidValidity)? Mailbox { get; init; }

    /// <summary>How well an email fits, where that is asked for. RFC 6203 §4.</summary>
    public Func<EmailId, int>? ScoreOf { get; init; }

    /// <summary>Where rows are read, if the places rise.</summary>
    public RowLook? Look { get; init; }

    public Numbering Numbering => Mailbox is null ? Input.Numbering : Numbering.Uid;

    public uint NumberOf(int index) => Numbering is not Numbering.Uid ? (uint)index + 1 : Look is { } look ? look[index].Uid.Value : View[index].Uid.Value;

    /// <summary>The highest mod-sequence of what is told. RFC 4731 §3.2: of the ends, where only those are.</summary>
    public long HighestModSeq()
    {
        bool onlyEnds = (Asked & ~(SearchReturn.Min | SearchReturn.Max | SearchReturn.Save | SearchReturn.Context | SearchReturn.Update)) is SearchReturn.None;
        IEnumerable<int> told = Found;
        if (onlyEnds && Found.Count > 0)
            told = [.. Asked.HasFlag(SearchReturn.Min) ? new[] { Found[0] } : [], .. Asked.HasFlag(SearchReturn.Max) ? new[] { Found[^1] } : []];
        return told.Select(index => View[index].ModSeq.Value).DefaultIfEmpty().Max();
    }
}
