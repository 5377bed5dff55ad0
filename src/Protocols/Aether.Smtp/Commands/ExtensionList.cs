using System.Globalization;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>The extensions that a listener names behind EHLO and LHLO, as the session stands. RFC 5321 §4.1.1.1.</summary>
internal static class ExtensionList
{
    public static string[] Of(SmtpSession session, SmtpBackend backend, TimeProvider clock)
    {
        List<string> lines =
        [
            session.Options.Hostname,
            "PIPELINING", // RFC 2920
            string.Create(CultureInfo.InvariantCulture, $"SIZE {session.Limits.MaxMessageSize}"), // RFC 1870
            "8BITMIME", // RFC 6152
            "BINARYMIME", // RFC 3030
            "CHUNKING", // RFC 3030
            "SMTPUTF8", // RFC 6531
            "DSN", // RFC 3461
            "ENHANCEDSTATUSCODES", // RFC 2034
            string.Create(CultureInfo.InvariantCulture, $"LIMITS RCPTMAX={session.MaxRecipients}"), // RFC 9422
            "DELIVERBY", // RFC 2852
            "MT-PRIORITY", // RFC 6710
            string.Join(' ', (string[])["NO-SOLICITING", .. session.Options.RefusedSolicitations]), // RFC 3865
        ];
        if (session.Options.Kind is SmtpListenerKind.Submission)
            lines.Add(FutureRelease(session.Limits.MaxHold, clock.GetUtcNow()));
        if (session.Options.Kind is SmtpListenerKind.Submission && backend.Urls is not null)
            lines.Add(session.Login is null ? "BURL" : "BURL imap"); // RFC 4468 §3.2: whose URLs are opened is known after login
        if (session.Connection.Tls is not null)
            lines.Add("REQUIRETLS"); // RFC 8689 §2: inside TLS only
        if (session.Connection.CanStartTls)
            lines.Add("STARTTLS"); // RFC 3207
        if (session.Options.Kind is SmtpListenerKind.Submission && session.Login is null && session.MayAuthenticate)
            lines.Add("AUTH " + string.Join(' ', backend.Mechanisms.Offered(session.Channel))); // RFC 4954
        if (session.Options.Xclient.Contains(session.Connection.Peer.Remote.Address))
            lines.Add("XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT");
        return [.. lines];
    }

    // RFC 4865 §4: the longest time in seconds, and the latest time.
    private static string FutureRelease(TimeSpan most, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"FUTURERELEASE {(long)most.TotalSeconds} {(now + most).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}
