using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>JMAP requests. RFC 8620 §2.</summary>
public sealed record JmapLimitSettings
{
    [Setting("Requests of an account at a time.", Min = "1", Max = "1000", Built = false)]
    public int ConcurrentRequests { get; init; } = 4;

    [Setting("Size of a request.", Min = "64 KiB", Max = "1 GiB", Built = false)]
    public ByteSize Request { get; init; } = new(10_000_000);

    [Setting("Calls of a request.", Min = "1", Max = "1000", Built = false)]
    public int Calls { get; init; } = 16;

    [Setting("Objects of one get or set.", Min = "1", Max = "100000", Built = false)]
    public int Objects { get; init; } = 500;

    [Setting("Size of an upload.", Min = "64 KiB", Max = "2 GiB", Built = false)]
    public ByteSize Upload { get; init; } = new(50_000_000);

    [Setting("Uploads of an account at a time.", Min = "1", Max = "1000", Built = false)]
    public int ConcurrentUploads { get; init; } = 4;

    [Setting("Depth of the JSON.", Min = "8", Max = "1000", Built = false)]
    public int Depth { get; init; } = 64;
}
