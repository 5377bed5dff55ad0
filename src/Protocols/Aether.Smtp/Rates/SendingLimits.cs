using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage.Limits;

namespace Aether.Smtp.Rates;

/// <summary>
/// What a user, and all users of a domain, may send in an hour and a day, on all nodes together: a stolen password is worth
/// that much and no more. Case S15.
/// </summary>
internal sealed class SendingLimits(RateOptions options, CountFeed others, SmtpServices services) : IDisposable
{
    private readonly RateWindow hourMessages = new("sent-messages-hour", TimeSpan.FromHours(1), others, services.Clock);
    private readonly RateWindow dayMessages = new("sent-messages-day", TimeSpan.FromDays(1), others, services.Clock);
    private readonly RateWindow hourRecipients = new("sent-recipients-hour", TimeSpan.FromHours(1), others, services.Clock);
    private readonly RateWindow dayRecipients = new("sent-recipients-day", TimeSpan.FromDays(1), others, services.Clock);
    private readonly RateWindow domainRecipients = new("sent-domain-recipients-day", TimeSpan.FromDays(1), others, services.Clock);
    private readonly RateWindow alerts = new("sent-alerts", TimeSpan.FromHours(1), others, services.Clock);

    /// <returns>The refusal of MAIL, or null.</returns>
    public SmtpReply? Send(SmtpSession session)
    {
        if (session.Login is not { } login)
            return null;
        bool tooMuch = hourMessages.Of(login.Address) >= options.UserMessagesPerHour || dayMessages.Of(login.Address) >= options.UserMessagesPerDay;
        return tooMuch ? Refuse(session, login.Address) : null;
    }

    /// <returns>The refusal of RCPT, or null.</returns>
    public SmtpReply? Receive(SmtpSession session)
    {
        if (session.Login is not { } login)
            return null;
        int open = session.Transaction!.Recipients.Count;
        bool tooMuch = hourRecipients.Of(login.Address) + open >= options.UserRecipientsPerHour
            || dayRecipients.Of(login.Address) + open >= options.UserRecipientsPerDay
            || domainRecipients.Of(DomainOf(login.Address)) + open >= options.DomainRecipientsPerDay;
        return tooMuch ? Refuse(session, login.Address) : null;
    }

    /// <summary>A message was taken.</summary>
    public void Count(SmtpSession session)
    {
        if (session.Login is not { } login)
            return;
        int recipients = session.Transaction!.Recipients.Count;
        hourMessages.Add(login.Address, 1);
        dayMessages.Add(login.Address, 1);
        hourRecipients.Add(login.Address, recipients);
        dayRecipients.Add(login.Address, recipients);
        domainRecipients.Add(DomainOf(login.Address), recipients);
    }

    public void Dispose()
    {
        foreach (var window in (RateWindow[])[hourMessages, dayMessages, hourRecipients, dayRecipients, domainRecipients, alerts])
            window.Dispose();
    }

    /// <summary>The operator is told once an hour of each user that comes so far.</summary>
    private SmtpReply Refuse(SmtpSession session, string user)
    {
        services.Metrics.SendingLimited();
        if (alerts.Of(user) == 0)
            SmtpServices.LogSendingLimit(services.Logger, user, session.Peer.SessionId);
        alerts.Add(user, 1);
        return Replies.SendingLimit;
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
