using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Mail that goes out under a sender address for each recipient, so that what comes back tells whom it is about.</summary>
public sealed record VerpSettings
{
    [Setting("Senders whose mail does so, with * for anything.")]
    public IReadOnlyList<string> Senders { get; init; } = [];

    [Setting("What the addresses are sealed with, the same on all nodes; empty: none are made.")]
    public Secret Key { get; init; } = new("");
}
