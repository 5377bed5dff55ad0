using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The search index, which can be made anew from the store at any time (docs/search.md).</summary>
public sealed record SearchSettings
{
    [Setting("Where the index is kept: in a file of each node, or in the database, where one node fills it for all. auto: in the database where several nodes can share that, else in a file.")]
    public SearchStore Store { get; init; } = SearchStore.Auto;

    [Setting("Whose mail an index in a file takes in, where several nodes have one each: all, or a share of the accounts such as 0-127/256. Searches of other accounts are complete, and slower.")]
    public string Accounts { get; init; } = "all";
}
