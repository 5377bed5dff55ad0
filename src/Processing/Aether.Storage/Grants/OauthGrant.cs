namespace Aether.Storage.Grants;

/// <summary>What a user has let a program do: all its tokens are of it, and end with it. RFC 6749 §1.3.</summary>
/// <param name="Id">Random; one of its kind.</param>
/// <param name="Epoch">The account's at that time: a later one has ended it.</param>
/// <param name="Until">It ends then, unless its program fetches a token before.</param>
public sealed record OauthGrant(string Id, AccountId Account, string Client, long Epoch, DateTimeOffset Created, DateTimeOffset Until)
{
    /// <summary>How often a refresh token was made for it; 0: its code was not redeemed yet.</summary>
    public long Generation { get; init; }

    /// <summary>When the last of them was made.</summary>
    public DateTimeOffset Rotated { get; init; }
}
