namespace Aether.Imap.Session;

/// <summary>News that a session tells as they come, not only behind a command. RFC 5465.</summary>
internal interface ISessionNews : IDisposable
{
    /// <summary>Tells what happened since the last time.</summary>
    ValueTask ReportAsync(CancellationToken ct);
}
