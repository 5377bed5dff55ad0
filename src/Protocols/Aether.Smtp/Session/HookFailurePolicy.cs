namespace Aether.Smtp.Session;

/// <summary>What becomes of mail whose hook does not answer.</summary>
public enum HookFailurePolicy
{
    /// <summary>451: its sender tries again.</summary>
    TempFail,

    /// <summary>It goes on as if the hook had said nothing.</summary>
    Accept,
}
