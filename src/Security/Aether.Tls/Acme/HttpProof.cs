namespace Aether.Tls.Acme;

/// <summary>HTTP-01: the answer lies under <c>/.well-known/acme-challenge/</c>. RFC 8555 §8.3.</summary>
internal sealed class HttpProof(AcmeChallenges challenges) : IProofPresenter
{
    public string Type => "http-01";

    public Task PresentAsync(string name, string token, string authorization, CancellationToken ct) => challenges.AddAsync(token, authorization, ct);

    public Task WithdrawAsync(string name, string token, string authorization) => challenges.RemoveAsync(token);
}
