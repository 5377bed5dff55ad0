namespace Aether.Admin.Contracts;

/// <summary>A recipient that was given up.</summary>
/// <param name="MessageId">Its correlation id in logs and trace headers.</param>
/// <param name="Sender">Empty for the null sender.</param>
/// <param name="LastReply">The last word of the other side.</param>
/// <param name="KeptUntil">It can be sent again until then.</param>
public sealed record DeadLetterView(
    long Id, string MessageId, string Sender, string Recipient, long Size, int Attempts, DateTimeOffset Created, DateTimeOffset Died, DateTimeOffset KeptUntil, string LastReply);
