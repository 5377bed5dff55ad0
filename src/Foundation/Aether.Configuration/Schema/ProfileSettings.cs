using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>What a provider wants of those who send it mail, for all its domains together, on each node.</summary>
public sealed record ProfileSettings
{
    [Setting("What it is called.")]
    public string Name { get; init; } = "provider";

    [Setting("Recipients' domains, with * for anything.")]
    public IReadOnlyList<string> Domains { get; init; } = [];

    [Setting("Hosts that take its mail, with * for anything, such as *.mail.example: its customers' domains are found by them.")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    [Setting("Connections at a time.", Min = "1", Max = "100000")]
    public int Connections { get; init; } = 100_000;

    [Setting("Messages a minute.", Min = "1", Max = "10000000")]
    public int MessagesPerMinute { get; init; } = 10_000_000;

    [Setting("Messages in one connection.", Min = "1", Max = "100000")]
    public int MessagesPerConnection { get; init; } = 100_000;

    [Setting("Recipients of a message in one transaction.", Min = "1", Max = "100000")]
    public int RecipientsPerMessage { get; init; } = 100_000;
}
