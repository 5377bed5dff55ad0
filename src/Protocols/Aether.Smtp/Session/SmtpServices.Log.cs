using System.Net;
using Aether.Protocol.Smtp;
using Aether.Validation.Results;
using Microsoft.Extensions.Logging;

namespace Aether.Smtp.Session;

/// <summary>The log events of SMTP sessions, 2000 to 2019.</summary>
internal sealed partial class SmtpServices
{
    [LoggerMessage(2000, LogLevel.Debug, "SMTP session {Session} opened by {Remote}")]
    public static partial void LogOpened(ILogger logger, string session, EndPoint remote);

    [LoggerMessage(2001, LogLevel.Information, "SMTP session {Session} was refused: {Code} {Enhanced} {Text}")]
    private static partial void LogRefused(ILogger logger, string session, int code, EnhancedStatus? enhanced, string text);

    [LoggerMessage(2002, LogLevel.Information, "Message {Message} accepted in session {Session}: {Size} octets, {Local} local and {Queued} queued recipients")]
    public static partial void LogAccepted(ILogger logger, string message, string session, long size, int local, int queued);

    [LoggerMessage(2003, LogLevel.Information, "Recipient {Recipient} refused in session {Session}: {Code} {Enhanced}")]
    public static partial void LogRecipientRefused(ILogger logger, string session, string recipient, int code, EnhancedStatus? enhanced);

    [LoggerMessage(2005, LogLevel.Information, "Login of {Account} in session {Session} by {Mechanism}")]
    public static partial void LogLoggedIn(ILogger logger, string session, string account, string mechanism);

    [LoggerMessage(2006, LogLevel.Error, "SMTP session {Session} failed")]
    public static partial void LogFailed(ILogger logger, Exception exception, string session);

    [LoggerMessage(2007, LogLevel.Debug, "SMTP session {Session} ended: {Reason}")]
    public static partial void LogBroken(ILogger logger, string session, string reason);

    [LoggerMessage(2010, LogLevel.Warning, "HookFailed {Hook} in session {Session}: {Reason}")]
    public static partial void LogHookFailed(ILogger logger, string hook, string session, string reason);

    [LoggerMessage(2011, LogLevel.Information, "Message {Message} of session {Session} was discarded by a hook")]
    public static partial void LogDiscarded(ILogger logger, string message, string session);

    [LoggerMessage(2009, LogLevel.Warning, "SendingLimitReached: {User} has sent as much as it may, session {Session}. If that is not the user's doing, its password may be stolen")]
    public static partial void LogSendingLimit(ILogger logger, string user, string session);

    [LoggerMessage(2012, LogLevel.Information, "Message {Message} in session {Session}: spf={Spf}, {Signatures} signatures, dmarc={Dmarc} for {Author}: {Action} {Reason}")]
    public static partial void LogJudged(ILogger logger, string message, string session, string spf, int signatures, string dmarc, string author, MailAction action, string? reason);

    [LoggerMessage(2008, LogLevel.Warning, "The store takes nothing now, session {Session}")]
    public static partial void LogStoreUnavailable(ILogger logger, Exception exception, string session);
}
