namespace Aether.Identity.Web;

/// <summary>How far a sign-in is.</summary>
internal enum WebStage
{
    Nobody,

    /// <summary>The password was right; the second factor is to come.</summary>
    Password,

    SignedIn,
}
