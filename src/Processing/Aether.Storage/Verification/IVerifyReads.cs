namespace Aether.Storage.Verification;

/// <summary>What a verification asks of an engine. Each answer is of one moment, so that it is right while the store is in use; damage is a finding, not a failure.</summary>
internal interface IVerifyReads
{
    /// <summary>Counters and references that do not agree, and whatever the engine finds wrong with its own files.</summary>
    ValueTask<IReadOnlyList<StoreFinding>> CheckRowsAsync(CancellationToken ct);

    /// <summary>Checks that emails are where they say, from behind an id on.</summary>
    ValueTask<VerifiedPage<EmailId>> CheckEmailsAsync(EmailId after, CancellationToken ct);

    /// <summary>Checks that messages have an email that knows of them, from behind a place on.</summary>
    ValueTask<VerifiedPage<(MailboxId Mailbox, Uid Uid)>> CheckMessagesAsync((MailboxId Mailbox, Uid Uid) after, CancellationToken ct);

    /// <summary>Lists blobs to be read, from behind an id on.</summary>
    ValueTask<VerifiedPage<BlobId>> ListBlobsAsync(BlobId after, CancellationToken ct);

    /// <summary>The blob as it is now; null: it is gone.</summary>
    ValueTask<BlobToVerify?> FindBlobAsync(BlobId blob, CancellationToken ct);
}
