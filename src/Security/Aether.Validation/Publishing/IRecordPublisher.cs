using Aether.Dns.Updates;

namespace Aether.Validation.Publishing;

/// <summary>A way to change a zone.</summary>
public interface IRecordPublisher
{
    /// <summary>The name is in what it may change.</summary>
    bool Covers(string name);

    Task<DnsUpdateResult> PublishAsync(DnsChange change, CancellationToken ct);
}
