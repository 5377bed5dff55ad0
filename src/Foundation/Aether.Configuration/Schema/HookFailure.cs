namespace Aether.Configuration.Schema;

/// <summary>What becomes of mail whose hook does not answer.</summary>
public enum HookFailure
{
    TempFail,
    Accept,
}
