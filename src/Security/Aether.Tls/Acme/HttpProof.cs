namespace Aether.Tls.Acme;

/// <summary>HTTP-01: the answer lies under <c>/.well-known/acme-challenge/</c>. RFC 8555 §8.3.</summary>
internal sealed class HttpProof(AcmeChallenges challenges) : IProofPresenter
{
    public string Type => "http-01";

    public Task PresentAsync(string name, string token, string authorization, CancellationToken ct)
    {
        challenges.Add(token, authorization);
        return Task.CompletedTask;
    }

    public Task WithdrawAsync(string name, string token, string authorization)
    {
        challenges.Remove(token);
        return Task.CompletedTask;
    }
}
