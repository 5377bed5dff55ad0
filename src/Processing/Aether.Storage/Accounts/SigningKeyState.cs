namespace Aether.Storage.Accounts;

/// <summary>Where a key is on its way. The number is stored.</summary>
public enum SigningKeyState
{
    /// <summary>To be published; it does not sign yet.</summary>
    Published = 0,

    Signing = 1,

    /// <summary>Signs no more; it stays published for mail that is under way.</summary>
    Retired = 2,
}
