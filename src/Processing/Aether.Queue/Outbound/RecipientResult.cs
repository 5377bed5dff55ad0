using Aether.Protocol.Smtp;
using Aether.Storage.Queue;

namespace Aether.Queue.Outbound;

/// <summary>What a remote server, or the way there, said to one recipient.</summary>
/// <param name="Recipient">Whose result it is.</param>
/// <param name="Reply">2xx: delivered, 4xx: try again, 5xx: never.</param>
/// <param name="Host">Who said it; null: ourselves.</param>
/// <param name="Reports">The host has taken over the duty to report (RFC 3461 §5.2.2).</param>
internal sealed record RecipientResult(LeasedRecipient Recipient, SmtpReply Reply, string? Host, ReportDuty Reports = ReportDuty.Ours);
