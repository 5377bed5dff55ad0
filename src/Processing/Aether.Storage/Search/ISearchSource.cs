using Aether.Storage.Messages;

namespace Aether.Storage.Search;

/// <summary>What an index follows: emails as they are committed, and those that are gone; one implementation an engine.</summary>
internal interface ISearchSource
{
    /// <summary>The next emails behind the cursor, in order of commit.</summary>
    ValueTask<IReadOnlyList<(AccountId Account, EmailRow Email)>> NextAsync(long cursor, int most, CancellationToken ct);

    /// <summary>The cursor that would mean: nothing is left to do.</summary>
    ValueTask<long> NewestAsync(CancellationToken ct);

    /// <summary>Emails that were deleted and may still be in the index.</summary>
    ValueTask<IReadOnlyList<EmailId>> GoneAsync(int most, CancellationToken ct);
}
