namespace Aether.Storage.Search;

/// <summary>
/// The full-text index and the texts it was made of, one implementation an engine. It may be behind, or be lost and made
/// anew: whoever asks it reads the messages it does not know (<see cref="SearchStore"/>). docs/search.md.
/// </summary>
internal interface ISearchIndex : IDisposable
{
    /// <summary>All emails up to this one were taken in.</summary>
    long Cursor { get; }

    /// <summary>Sifts an account's messages between two emails by the keys, without reading texts.</summary>
    ValueTask<SearchSieve> SiftAsync(AccountId account, FoldedKeys keys, EmailId first, EmailId last, CancellationToken ct);

    /// <summary>Shows the kept texts of these emails, as far as they are kept.</summary>
    ValueTask VisitAsync(ReadOnlyMemory<EmailId> emails, SidecarVisitor visit, CancellationToken ct);

    /// <summary>The emails of an account whose words fit, in order of arrival.</summary>
    /// <param name="words">Words that must all be there; each may be the beginning of one.</param>
    ValueTask<IReadOnlyList<EmailId>> FindWordsAsync(AccountId account, TextScope scope, IReadOnlyList<string> words, CancellationToken ct);

    /// <summary>Takes messages in and moves the cursor, in one commit. Called by one at a time.</summary>
    void Write(IReadOnlyList<IndexedMessage> messages, long cursor);

    /// <summary>Drops what was kept of emails that are gone. Called by the one who writes.</summary>
    void Forget(IReadOnlyList<EmailId> emails);
}
