namespace Aether.Migration.Sources;

/// <summary>Somebody else's mail: a Maildir, an mbox, an account on another server.</summary>
public interface IMailSource : IAsyncDisposable
{
    /// <summary>Names the source for good: what was brought in from it is remembered under this.</summary>
    string Identity { get; }

    /// <exception cref="MigrationException">The source can't be read.</exception>
    IAsyncEnumerable<SourceFolder> FoldersAsync(CancellationToken ct);

    /// <summary>All messages of a folder, without their octets.</summary>
    IAsyncEnumerable<SourceMessage> MessagesAsync(SourceFolder folder, CancellationToken ct);
}
