using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Reports: what strangers decide of.</summary>
public sealed record ReportLimitSettings
{
    [Setting("Domains that reports of one kind are collected for at a time.", Min = "100", Max = "10000000")]
    public int Domains { get; init; } = 100_000;

    [Setting("Different things told to one domain in one report; more are only counted.", Min = "10", Max = "1000000")]
    public int Details { get; init; } = 10_000;

    [Setting("Different failures that one domain is told of in ten minutes, each with its count; more are only counted.", Min = "1", Max = "1000")]
    public int FailuresPerDomain { get; init; } = 5;

    [Setting("Reports of failures that one address gets in an hour, of all domains together.", Min = "1", Max = "10000")]
    public int FailuresPerAddress { get; init; } = 30;

    [Setting("Domains that wait to be told of failures at a time.", Min = "10", Max = "100000")]
    public int FailureDomains { get; init; } = 1_000;

    [Setting("Different failures that wait in memory to be written down; more are dropped and counted.", Min = "10", Max = "100000")]
    public int FailuresPending { get; init; } = 1_000;

    [Setting("How much of the header of a message that failed is told.", Min = "1 KiB", Max = "256 KiB")]
    public ByteSize FailureHeader { get; init; } = ByteSize.FromKiB(16);

    [Setting("Size of a message that is read as a report.", Min = "64 KiB", Max = "100 MiB")]
    public ByteSize Message { get; init; } = ByteSize.FromMiB(10);

    [Setting("Reports that one network may post in an hour; all together may a hundred times as many.", Min = "1", Max = "100000")]
    public int PostsPerHour { get; init; } = 20;

    [Setting("Size of a report about messages when it is unpacked.", Min = "64 KiB", Max = "500 MiB")]
    public ByteSize Inflated { get; init; } = ByteSize.FromMiB(50);

    [Setting("Size of a report about sessions when it is unpacked.", Min = "64 KiB", Max = "100 MiB")]
    public ByteSize TlsInflated { get; init; } = ByteSize.FromMiB(10);

    [Setting("Length of one tag of a report with its attributes.", Min = "1 KiB", Max = "10 MiB")]
    public ByteSize Tag { get; init; } = ByteSize.FromKiB(64);

    [Setting("Records of one report.", Min = "100", Max = "10000000")]
    public int Records { get; init; } = 200_000;

    [Setting("Sources of one report that are told apart; the rest is put together.", Min = "10", Max = "10000")]
    public int Sources { get; init; } = 5_000;
}
