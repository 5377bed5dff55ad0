namespace Aether.Validation.Dkim;

/// <summary>The end of one signature's check.</summary>
/// <param name="Domain">Its d=; empty where it can't be read.</param>
/// <param name="Selector">Its s=.</param>
/// <param name="Identity">Its i=, with the default filled in.</param>
/// <param name="Algorithm">Its a=, as written.</param>
/// <param name="SignaturePrefix">The first characters of b=, which tell signatures of one domain apart. RFC 6008.</param>
/// <param name="Reason">Why it is not a pass.</param>
public sealed record DkimOutcome(DkimResult Result, string Domain, string Selector, string Identity, string Algorithm, string SignaturePrefix, string? Reason = null)
{
    /// <summary>The <see cref="Reason"/> of a message whose body is not the one that was signed.</summary>
    public const string BodyChanged = "the body has changed";

    /// <summary>The <see cref="Reason"/> where the signer took the key back.</summary>
    public const string Revoked = "the key was revoked";

    /// <summary>It covers a part of the body only (l=): never enough for DMARC (case D01). RFC 6376 §8.2.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The key is marked as a test. RFC 6376 §3.6.1.</summary>
    public bool IsTest { get; init; }

    /// <summary>The fields it covers, as h= names them.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Bits of an RSA key; 0 where none was read.</summary>
    public int KeySize { get; init; }

    /// <summary>RFC 8601 §2.7.1.</summary>
    public static string NameOf(DkimResult result) => result switch
    {
        DkimResult.None => "none",
        DkimResult.Pass => "pass",
        DkimResult.Fail => "fail",
        DkimResult.Policy => "policy",
        DkimResult.Neutral => "neutral",
        DkimResult.TempError => "temperror",
        _ => "permerror",
    };
}
