using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Storage;

namespace Aether.Imap.Commands;

/// <summary>MESSAGELIMIT: a command deals with so many messages at most, the newest of those that it names, and says where it stopped. RFC 9738 §3.</summary>
internal static class MessageLimit
{
    private const int ShortlyDone = 16;

    /// <summary>The most that one command deals with.</summary>
    public static int Of(ImapSession session) => session.Offers("MESSAGELIMIT") ? session.Shared.Options.Limits.Messages : int.MaxValue;

    public static int Count(List<IndexRange> places) => places.Sum(static range => range.End - range.Start);

    /// <summary>What concerns many messages takes too long for the thread that reads many connections.</summary>
    public static async ValueTask LeaveIfManyAsync(List<IndexRange> places)
    {
        if (Count(places) > ShortlyDone)
            await MailConnection.Leave();
    }

    /// <summary>Leaves the newest that may be dealt with.</summary>
    /// <param name="places">Ascending.</param>
    /// <returns>The oldest of what is left, when something was left out.</returns>
    public static Uid? Cut(ImapSession session, MailboxView view, List<IndexRange> places)
    {
        int tooMany = Count(places) - Of(session);
        if (tooMany <= 0)
            return null;
        while (places[0].End - places[0].Start is var length && length <= tooMany)
        {
            tooMany -= length;
            places.RemoveAt(0);
        }

        places[0] = places[0] with { Start = places[0].Start + tooMany };
        return view[places[0].Start].Uid;
    }

    /// <summary>Tells where a command stopped: in its reply, or before it where that has another code to tell.</summary>
    public static ImapReply Tell(ImapSession session, ImapReply reply, Uid? lowest)
    {
        if (lowest is not { } uid)
            return reply;
        string code = $"MESSAGELIMIT {Of(session)} {uid}";
        const string Text = "Only the newest of these messages were dealt with.";
        if (reply is { Status: ReplyStatus.Ok, Code: null })
            return ImapReply.Ok(code, Text);
        session.Responses.Untagged($"OK [{code}] {Text}");
        return reply;
    }

    /// <summary>For what is done for all messages or none. RFC 9738 §3.</summary>
    public static ImapReply Refusal(int most) => ImapReply.No($"MESSAGELIMIT {most}", "These are too many messages for one command.");
}
