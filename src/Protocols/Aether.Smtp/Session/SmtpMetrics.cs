using System.Diagnostics.Metrics;

namespace Aether.Smtp.Session;

/// <summary>What SMTP sessions count. Tags are bounded: kinds and reply codes, never an address.</summary>
public sealed class SmtpMetrics
{
    public const string MeterName = "Aether.Smtp";
    private readonly UpDownCounter<long> open;
    private readonly Counter<long> sessions;
    private readonly Counter<long> accepted;
    private readonly Counter<long> acceptedOctets;
    private readonly Counter<long> refused;
    private readonly Counter<long> logins;
    private readonly Counter<long> limited;
    private readonly Counter<long> hookFailures;

    public SmtpMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        open = meter.CreateUpDownCounter<long>("aether.smtp.sessions.open");
        sessions = meter.CreateCounter<long>("aether.smtp.sessions");
        accepted = meter.CreateCounter<long>("aether.smtp.accepted", "{message}");
        acceptedOctets = meter.CreateCounter<long>("aether.smtp.accepted.size", "By");
        refused = meter.CreateCounter<long>("aether.smtp.refused", "{reply}");
        hookFailures = meter.CreateCounter<long>("aether.smtp.hooks.failed", "{question}", "Questions that a hook did not answer.");
        limited = meter.CreateCounter<long>("aether.smtp.sending.limited", "{reply}", "Commands refused since a user has sent as much as it may.");
        logins = meter.CreateCounter<long>("aether.smtp.logins");
    }

    internal void Opened(SmtpListenerKind kind)
    {
        open.Add(1, Tag(kind));
        sessions.Add(1, Tag(kind));
    }

    internal void Closed(SmtpListenerKind kind) => open.Add(-1, Tag(kind));

    internal void Accepted(SmtpListenerKind kind, long octets)
    {
        accepted.Add(1, Tag(kind));
        acceptedOctets.Add(octets, Tag(kind));
    }

    internal void Refused(SmtpListenerKind kind, int code) => refused.Add(1, Tag(kind), new("code", code));

    internal void HookFailed(string hook) => hookFailures.Add(1, new KeyValuePair<string, object?>("hook", hook));

    internal void SendingLimited() => limited.Add(1);

    internal void LoggedIn(LoginOutcome outcome) => logins.Add(1, new KeyValuePair<string, object?>("outcome", outcome is LoginOutcome.Ok ? "ok" : "failed"));

    private static KeyValuePair<string, object?> Tag(SmtpListenerKind kind) => new("kind", kind switch
    {
        SmtpListenerKind.Mx => "mx",
        SmtpListenerKind.Submission => "submission",
        _ => "lmtp",
    });
}
