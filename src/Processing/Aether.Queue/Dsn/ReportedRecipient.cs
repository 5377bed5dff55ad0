using Aether.Protocol.Smtp;
using Aether.Storage.Envelopes;

namespace Aether.Queue.Dsn;

/// <summary>One recipient in a report.</summary>
/// <param name="Reply">What was said last; its text is another's and made harmless where it is written.</param>
/// <param name="Host">Who said it; null: ourselves.</param>
internal sealed record ReportedRecipient(QueueRecipient Recipient, ReportAction Action, SmtpReply Reply, string? Host);
