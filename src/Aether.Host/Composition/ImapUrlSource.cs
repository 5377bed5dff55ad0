using Aether.Imap.Commands.Urls;
using Aether.Smtp.Urls;

namespace Aether.Host.Composition;

/// <summary>Lets submission open what users authorized over IMAP: the one place where the two engines meet. RFC 4468.</summary>
internal sealed class ImapUrlSource(SubmittedUrls urls) : IUrlSource
{
    public async ValueTask<UrlOutcome> CopyAsync(string url, string submitter, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> take, CancellationToken ct)
    {
        if (!SubmittedUrls.Trusts(url, submitter))
            return UrlOutcome.NotTrusted;
        return await urls.CopyAsync(url, take, ct) ? UrlOutcome.Copied : UrlOutcome.NotFound;
    }
}
