namespace Aether.Identity.Grants;

/// <summary>What a program gets. RFC 6749 §5.1.</summary>
public sealed record TokenSet(string AccessToken, TimeSpan Lasts, string RefreshToken)
{
    /// <summary>Without the tokens: this may end in a log.</summary>
    public override string ToString() => nameof(TokenSet);
}
