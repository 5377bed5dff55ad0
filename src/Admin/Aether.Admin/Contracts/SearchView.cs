namespace Aether.Admin.Contracts;

/// <summary>How far the search index is.</summary>
/// <param name="Store">file or database.</param>
/// <param name="Accounts">Whose mail it takes in.</param>
/// <param name="IndexedTo">The id of the last email that it knows.</param>
/// <param name="Newest">The id of the newest email there is.</param>
public sealed record SearchView(string Store, string Accounts, long IndexedTo, long Newest);
