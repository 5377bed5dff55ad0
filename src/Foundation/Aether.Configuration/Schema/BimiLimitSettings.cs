using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Indicators: what looking for those of strangers may cost, and how large our own may be.</summary>
public sealed record BimiLimitSettings
{
    [Setting("Size of an indicator, also of what a packed one unpacks to.", Min = "1 KiB", Max = "1 MiB")]
    public ByteSize Indicator { get; init; } = ByteSize.FromKiB(32);

    [Setting("Size of an indicator that is written into a message; a larger one is only named.", Min = "1 B", Max = "1 MiB")]
    public ByteSize Written { get; init; } = ByteSize.FromKiB(32);

    [Setting("Size of a certificate with its chain.", Min = "4 KiB", Max = "4 MiB")]
    public ByteSize Certificate { get; init; } = ByteSize.FromKiB(256);

    [Setting("Size of a list of revoked certificates.", Min = "4 KiB", Max = "64 MiB")]
    public ByteSize RevocationList { get; init; } = ByteSize.FromMiB(1);

    [Setting("How long a message waits for an indicator that is not at hand; then it is taken without.", Min = "1 ms", Max = "20 s")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(500);

    [Setting("Time for fetching one.", Min = "1 s", Max = "1 min")]
    public TimeSpan Fetch { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("Fetched at a time.", Min = "1", Max = "1000")]
    public int Fetches { get; init; } = 16;

    [Setting("How long an indicator is kept before it is fetched again; a list of revoked certificates as well.", Min = "1 min", Max = "30 d")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(1);

    [Setting("Memory for indicators that are kept.", Min = "1 MiB", Max = "1 GiB")]
    public ByteSize Cache { get; init; } = ByteSize.FromMiB(64);
}
