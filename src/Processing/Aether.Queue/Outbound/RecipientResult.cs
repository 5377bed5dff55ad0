using Aether.Protocol.Smtp;
using Aether.Queue.Replies;
using Aether.Queue.Settings;
using Aether.Storage.Queue;

namespace Aether.Queue.Outbound;

/// <summary>What a remote server, or the way there, said to one recipient.</summary>
/// <param name="Recipient">Whose result it is.</param>
/// <param name="Reply">2xx: delivered, 4xx: try again, 5xx: never.</param>
/// <param name="Host">Who said it; null: ourselves.</param>
/// <param name="Reports">The host has taken over the duty to report (RFC 3461 §5.2.2).</param>
internal sealed record RecipientResult(LeasedRecipient Recipient, SmtpReply Reply, string? Host, ReportDuty Reports = ReportDuty.Ours)
{
    /// <summary>A try before this time is known to be in vain; null: as the schedule says.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why it was not taken.</summary>
    public ReplyClass Reason { get; init; }

    /// <summary>The rule of when to try again that fits what was said; null: it was taken.</summary>
    public RetryRule? Rule { get; init; }

    /// <summary>It was said inside TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Nobody is told what becomes of it.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The host only had too many connections of ours: its turn comes as soon as others are through.</summary>
    public bool IsCrowdedOut { get; init; }
}
