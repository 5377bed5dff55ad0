namespace Aether.Validation.Dkim;

/// <summary>What the key said of a signature.</summary>
internal readonly record struct SignatureVerdict(DkimResult Result, string? Reason = null)
{
    public bool IsTest { get; init; }

    public int KeySize { get; init; }
}
