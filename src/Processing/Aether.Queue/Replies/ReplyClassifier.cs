using System.Text.RegularExpressions;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Replies;

/// <summary>
/// Tells why a message was not taken: by the enhanced status where it says something (RFC 3463 §3), else by the words, else by the
/// code. Words come before a status that many use for everything (X.7.1, X.0.0, X.1.0).
/// </summary>
public static partial class ReplyClassifier
{
    private const int MaxText = 1_000;

    public static ReplyClass Classify(SmtpReply reply)
    {
        string text = reply.Text.Length > MaxText ? reply.Text[..MaxText] : reply.Text;
        return ByStatus(reply.Enhanced) ?? ByWords(text) ?? ByVagueStatus(reply.Enhanced) ?? ByCode(reply.Code);
    }

    private static ReplyClass? ByStatus(EnhancedStatus? status) => status is not { } known ? null : (known.Subject, known.Detail) switch
    {
        (1, 1 or 2 or 3 or 6 or 10) or (2, 1) => ReplyClass.UnknownUser,
        (2, 2) => ReplyClass.MailboxFull,
        (2, 3) or (3, 4) => ReplyClass.TooBig,
        (7, 28) => ReplyClass.Rate, // RFC 7372, IANA: mail flood detected
        (7, 20 or 21 or 22 or 23 or 24 or 25 or 26 or 27 or 29) => ReplyClass.Policy, // RFC 7372, RFC 8617: authentication of the sender
        (7, 10 or 11 or 30) => ReplyClass.Tls,
        (6, _) or (5, 6) => ReplyClass.Content,
        (4, 1 or 2 or 3 or 4) => ReplyClass.Network,
        _ => null,
    };

    private static ReplyClass? ByWords(string text) =>
        SpamWords().IsMatch(text) ? ReplyClass.Spam
        : RateWords().IsMatch(text) ? ReplyClass.Rate
        : FullWords().IsMatch(text) ? ReplyClass.MailboxFull
        : UnknownWords().IsMatch(text) ? ReplyClass.UnknownUser
        : SizeWords().IsMatch(text) ? ReplyClass.TooBig
        : null;

    private static ReplyClass? ByVagueStatus(EnhancedStatus? status) => status?.Subject switch
    {
        7 => ReplyClass.Policy,
        4 => ReplyClass.Network,
        1 when status.Value.Class == 5 => ReplyClass.UnknownUser,
        _ => null,
    };

    private static ReplyClass ByCode(int code) => code switch
    {
        552 => ReplyClass.MailboxFull,
        421 => ReplyClass.Rate,
        530 or 535 or 550 => ReplyClass.Policy,
        _ => ReplyClass.Other,
    };

    // Each is a list of words without repetition inside: its time is bounded by the length of the text.
    [GeneratedRegex("spam|junk|unsolicited|black.?list|block.?list|\\brbl\\b|dnsbl|spamhaus|reputation|suspicious|phish|virus|malware", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SpamWords();

    [GeneratedRegex("rate.?limit|too many|too fast|throttl|gr[ea]y.?list|slow down|try again later|exceeded the|temporarily deferred", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RateWords();

    [GeneratedRegex("(mailbox|quota|storage|inbox).{0,40}(full|exceed|over|limit)|over.?quota|insufficient (system )?storage", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FullWords();

    [GeneratedRegex("(user|recipient|mailbox|account|address|alias).{0,40}(unknown|not found|unavailable|disabled|inactive|suspended|does.?n.t exist|does not exist|not exist|invalid)|(unknown|no such|invalid|non.?existent) (user|recipient|mailbox|account|address|person)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UnknownWords();

    [GeneratedRegex("(message|mail|size).{0,30}(too (big|large)|exceeds)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SizeWords();
}
