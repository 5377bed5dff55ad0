namespace Aether.Storage.Search;

/// <summary>
/// The full-text index and the texts it was made of. It may be behind, or be lost and made anew: whoever asks it reads the
/// messages it does not know (<see cref="SearchStore"/>). docs/search.md.
/// </summary>
internal interface ISearchIndex : IAsyncDisposable
{
    /// <summary>Where it is.</summary>
    SearchPlace Place { get; }

    /// <summary>The accounts whose messages are taken in.</summary>
    SearchShare Share { get; }

    /// <summary>Takes or keeps the right to write, where several nodes have one index.</summary>
    /// <returns>False: another node writes.</returns>
    /// <exception cref="StoreUnavailableException">It can't be written at the moment.</exception>
    ValueTask<bool> TryLeadAsync(CancellationToken ct);

    /// <summary>All emails of its share up to this one were taken in.</summary>
    /// <exception cref="StoreUnavailableException">It can't be read at the moment.</exception>
    ValueTask<long> ReadCursorAsync(CancellationToken ct);

    /// <summary>Sifts an account's messages between two emails by the keys, without reading texts.</summary>
    ValueTask<SearchSieve> SiftAsync(AccountId account, FoldedKeys keys, EmailId first, EmailId last, CancellationToken ct);

    /// <summary>Shows the kept texts of these emails of an account, as far as they are kept.</summary>
    ValueTask VisitAsync(AccountId account, ReadOnlyMemory<EmailId> emails, SidecarVisitor visit, CancellationToken ct);

    /// <summary>The emails of an account whose words fit, in order of arrival.</summary>
    /// <param name="words">Words that must all be there; each may be the beginning of one.</param>
    ValueTask<IReadOnlyList<WordMatch>> FindWordsAsync(AccountId account, WordScope scope, IReadOnlyList<string> words, CancellationToken ct);

    /// <summary>Nothing was asked for a while: gives back what is kept in memory only to be faster next time.</summary>
    void Rest();

    /// <summary>Takes messages in and moves the cursor, in one commit. Called by one at a time.</summary>
    /// <param name="from">Where the cursor was when they were read.</param>
    /// <exception cref="StoreUnavailableException">It was not done, and may be tried again.</exception>
    ValueTask WriteAsync(IReadOnlyList<IndexedMessage> messages, long from, long cursor, CancellationToken ct);

    /// <summary>Drops what was kept of emails that are gone. Called by the one who writes.</summary>
    /// <exception cref="StoreUnavailableException">It was not done, and may be tried again.</exception>
    ValueTask ForgetAsync(IReadOnlyList<GoneEmail> emails, CancellationToken ct);

    /// <summary>Throws everything away; the cursor is at nought then.</summary>
    /// <exception cref="StoreUnavailableException">It can't be written at the moment.</exception>
    ValueTask RebuildAsync(CancellationToken ct);
}
