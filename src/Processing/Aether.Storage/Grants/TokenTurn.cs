namespace Aether.Storage.Grants;

/// <summary>How a code or a refresh token was taken.</summary>
public enum TokenTurn
{
    Done,

    /// <summary>There is no such grant, it ended, or it is another program's.</summary>
    Unknown,

    /// <summary>It was used before: somebody has a copy, and the grant is gone. RFC 6749 §10.5, RFC 9700 §4.14.</summary>
    Reused,
}
