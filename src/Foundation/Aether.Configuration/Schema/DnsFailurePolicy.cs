namespace Aether.Configuration.Schema;

/// <summary>What a failed look-up means for a message. Never a pass, never a permanent refusal.</summary>
public enum DnsFailurePolicy
{
    Accept,
    TempFail,
}
