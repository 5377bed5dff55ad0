namespace Aether.Admin.Contracts;

/// <summary>A message on its way to others.</summary>
/// <param name="MessageId">Its correlation id in logs and trace headers.</param>
/// <param name="Sender">Empty for the null sender of bounces.</param>
public sealed record QueuedMessageView(
    long Id, string MessageId, string Sender, long Size, string Priority, DateTimeOffset Created, DateTimeOffset Expires, IReadOnlyList<QueuedRecipientView> Recipients);
