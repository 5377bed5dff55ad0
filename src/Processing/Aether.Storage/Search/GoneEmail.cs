namespace Aether.Storage.Search;

/// <summary>An email that was deleted.</summary>
/// <param name="Account">Whose it was, where the store has noted it.</param>
internal readonly record struct GoneEmail(EmailId Email, AccountId? Account);
