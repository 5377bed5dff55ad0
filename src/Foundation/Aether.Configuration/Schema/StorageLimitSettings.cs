using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>What the store may use.</summary>
public sealed record StorageLimitSettings
{
    [Setting("Room on the disk that only the queue may still use, or a twentieth of the disk where that is less: below it new mail is refused for the time being.", Min = "16 MiB", Max = "1 TiB")]
    public ByteSize Reserve { get; init; } = ByteSize.FromMiB(1024);

    [Setting("Time for which the way of each message is kept.", Min = "1 h", Max = "365 d")]
    public TimeSpan Trace { get; init; } = TimeSpan.FromDays(14);
}
