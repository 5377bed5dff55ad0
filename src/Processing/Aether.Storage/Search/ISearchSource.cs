namespace Aether.Storage.Search;

/// <summary>What an index follows: emails as they are committed, and those that are gone; one implementation an engine.</summary>
internal interface ISearchSource
{
    /// <summary>The next emails behind the cursor, in order of commit; those of accounts outside the share are passed over.</summary>
    ValueTask<SearchPortion> NextAsync(long cursor, int most, SearchShare share, CancellationToken ct);

    /// <summary>The cursor that would mean: nothing is left to do.</summary>
    ValueTask<long> NewestAsync(CancellationToken ct);

    /// <summary>There are emails behind the cursor that may not be taken in yet, since others with lower ids may still come.</summary>
    ValueTask<bool> HasUnsettledAsync(long cursor, CancellationToken ct);

    /// <summary>Emails that were deleted and may still be in the index.</summary>
    ValueTask<IReadOnlyList<GoneEmail>> GoneAsync(int most, CancellationToken ct);
}
