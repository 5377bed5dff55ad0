namespace Aether.Tls.Acme;

/// <summary>One way to show that a name is ours. RFC 8555 §8.</summary>
internal interface IProofPresenter
{
    /// <summary>What the protocol calls the challenge.</summary>
    string Type { get; }

    /// <summary>Has the proof found from now on.</summary>
    /// <param name="name">The name that is to be proven.</param>
    /// <param name="token">The authority's word.</param>
    /// <param name="authorization">What it is to be answered with. §8.1.</param>
    /// <exception cref="AcmeException">It can't be.</exception>
    Task PresentAsync(string name, string token, string authorization, CancellationToken ct);

    /// <summary>It is over; nothing of it is left behind.</summary>
    Task WithdrawAsync(string name, string token, string authorization);
}
