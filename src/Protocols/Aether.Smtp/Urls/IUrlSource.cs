namespace Aether.Smtp.Urls;

/// <summary>Opens messages that users keep here by URLs that authorize a submission server. RFC 4468 §3, RFC 4467.</summary>
public interface IUrlSource
{
    /// <summary>Hands the octets of a URL over piece by piece.</summary>
    /// <param name="url">What stands behind BURL.</param>
    /// <param name="submitter">The address that the sender is logged in as.</param>
    /// <param name="take">Gets them; false when it wants no more.</param>
    ValueTask<UrlOutcome> CopyAsync(string url, string submitter, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> take, CancellationToken ct);
}
