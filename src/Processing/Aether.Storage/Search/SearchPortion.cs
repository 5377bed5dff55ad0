using Aether.Storage.Messages;

namespace Aether.Storage.Search;

/// <summary>Emails to be taken in next.</summary>
/// <param name="Cursor">Where the cursor stands once all of them are.</param>
internal sealed record SearchPortion(IReadOnlyList<(AccountId Account, EmailRow Email)> Emails, long Cursor);
