using System.Security.Cryptography;
using System.Text;
using Aether.Storage.Annotations;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.UrlKeys;

/// <summary>
/// The keys that prove URLs of messages: each user has one for each mailbox, made when it is first needed; a new one makes all URLs
/// of before worthless. It goes with its mailbox. RFC 4467 §4.
/// </summary>
/// <remarks>It is kept as an annotation whose name no client can say, for it has no slash in front.</remarks>
public sealed class UrlKeyStore
{
    private const string Name = "urlauth";
    private const int KeyBytes = 32;

    private readonly MetadataStore metadata;

    internal UrlKeyStore(MetadataStore metadata) => this.metadata = metadata;

    /// <summary>The proof of a URL, its key made where there is none; null when the mailbox is gone.</summary>
    public async Task<string?> ProveAsync(AccountId owner, MailboxId mailbox, AccountId user, string rump, CancellationToken ct)
    {
        if (await FindAsync(owner, mailbox, user, ct) is not { } key)
        {
            if (await metadata.SetAsync(owner, mailbox, [new MetadataChange(Name, user, RandomNumberGenerator.GetBytes(KeyBytes))], int.MaxValue, ct) is not MailboxStatus.Done)
                return null;

            // Another session may have made one at the same time: the one that stands counts.
            key = (await FindAsync(owner, mailbox, user, ct)).GetValueOrDefault();
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(rump)));
    }

    /// <summary>Whether <paramref name="token"/> proves a URL.</summary>
    public async Task<bool> VerifyAsync(AccountId owner, MailboxId mailbox, AccountId user, string rump, string token, CancellationToken ct)
    {
        if (await FindAsync(owner, mailbox, user, ct) is not { } key)
            return false;
        byte[] expected = HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(rump));
        Span<byte> said = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return token.Length == expected.Length * 2
            && Convert.FromHexString(token, said, out _, out int written) is System.Buffers.OperationStatus.Done
            && written == expected.Length
            && CryptographicOperations.FixedTimeEquals(expected, said);
    }

    /// <summary>Takes a key away: no URL of before is worth anything.</summary>
    public Task<MailboxStatus> ResetAsync(AccountId owner, MailboxId mailbox, AccountId user, CancellationToken ct) =>
        metadata.SetAsync(owner, mailbox, [new MetadataChange(Name, user, null)], int.MaxValue, ct);

    private async ValueTask<ReadOnlyMemory<byte>?> FindAsync(AccountId owner, MailboxId mailbox, AccountId user, CancellationToken ct)
    {
        foreach (var entry in await metadata.ListAsync(owner, mailbox, user, ct))
        {
            if (entry.Name == Name && entry.Reader == user)
                return entry.Value;
        }

        return null;
    }
}
