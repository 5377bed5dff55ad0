namespace Aether.Identity.Tokens;

/// <summary>What became of a token, and whom it is for where it is good.</summary>
/// <param name="Reason">For the log; never the token.</param>
public readonly record struct TokenVerdict(TokenStatus Status, string User = "", string Reason = "")
{
    /// <summary>The grant of ours that it is of; null: another provider's.</summary>
    public string? Grant { get; init; }

    public static TokenVerdict Good(string user) => new(TokenStatus.Good, user);

    public static TokenVerdict Bad(string reason) => new(TokenStatus.Bad, Reason: reason);
}
