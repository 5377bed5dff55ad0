namespace Aether.Admin.Contracts;

/// <summary>What is to stand still.</summary>
/// <param name="Kind"><c>all</c>, <c>domain</c>, <c>host</c> or <c>node</c>.</param>
/// <param name="Name">Of the domain or host; of the node, or empty for the one that answers.</param>
public sealed record PauseRequest(string Kind, string Name = "", string Reason = "");
