namespace Aether.Storage.Search;

/// <summary>How far an index is.</summary>
/// <param name="IndexedTo">All emails of its share up to this id were taken in.</param>
/// <param name="Newest">The newest email there is to take in.</param>
public sealed record SearchStatus(SearchPlace Place, SearchShare Share, long IndexedTo, long Newest);
