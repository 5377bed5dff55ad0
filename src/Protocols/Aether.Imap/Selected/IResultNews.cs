using Aether.Storage;

namespace Aether.Imap.Selected;

/// <summary>Searches whose results are kept up to date for the client while the mailbox is open. RFC 5267 §4.3.</summary>
internal interface IResultNews
{
    /// <summary>Messages go; told before their EXPUNGE, while their numbers still count.</summary>
    void Removing(IReadOnlyList<Uid> gone);

    /// <summary>Messages came or changed; told behind EXISTS and FETCH.</summary>
    ValueTask ChangedAsync(IReadOnlyList<Uid> changed, CancellationToken ct);
}
