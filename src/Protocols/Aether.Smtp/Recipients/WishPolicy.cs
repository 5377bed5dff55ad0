using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Recipients;

/// <summary>Which wishes of MAIL a session may have: each only where its extension was offered, and within bounds.</summary>
internal sealed class WishPolicy(TimeProvider clock)
{
    /// <summary>When a message is to go out: as its sender says, and not before he can no longer take it back; null: at once.</summary>
    public DateTimeOffset? ReleaseTime(SmtpSession session, DeliveryWishes wishes)
    {
        var now = clock.GetUtcNow();
        var asked = ReleaseTime(wishes, now);
        if (session.Login is null || session.Options.UndoWindow <= TimeSpan.Zero)
            return asked;
        var earliest = now + session.Options.UndoWindow;
        return asked > earliest ? asked : earliest;
    }

    /// <returns>The refusal, or null.</returns>
    public SmtpReply? Refusal(SmtpSession session, DeliveryWishes wishes)
    {
        if (ReferenceEquals(wishes, DeliveryWishes.None))
            return null;
        bool holds = wishes.HoldFor is not null || wishes.HoldUntil is not null;
        if ((wishes.RequireTls && session.Connection.Tls is null) || (holds && session.Options.Kind is not SmtpListenerKind.Submission))
            return Replies.UnknownParameter; // not offered here: RFC 8689 §2, RFC 4865 §3
        if (holds && ReleaseTime(wishes, clock.GetUtcNow()) - clock.GetUtcNow() > session.Limits.MaxHold)
            return Replies.HeldTooLong;
        return wishes.Solicit is { } solicit && IsRefused(session.Options.RefusedSolicitations, solicit) ? Replies.SolicitationRefused : null;
    }

    /// <summary>When a message is to go out; null: at once.</summary>
    private static DateTimeOffset? ReleaseTime(DeliveryWishes wishes, DateTimeOffset now) =>
        wishes.HoldUntil ?? (wishes.HoldFor is { } seconds ? now + TimeSpan.FromSeconds(seconds) : null);

    // RFC 3865 §2.1: a keyword covers those that are finer: org.example:ADV refuses org.example:ADV:ADLT.
    private static bool IsRefused(IReadOnlyList<string> refused, string solicit) => solicit.Split(',').Any(given => refused.Any(word =>
        given.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (given.Length == word.Length || given[word.Length] == ':')));
}
