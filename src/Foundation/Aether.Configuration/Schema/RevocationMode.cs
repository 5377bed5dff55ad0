namespace Aether.Configuration.Schema;

/// <summary>Whether authorities are asked for what they took back.</summary>
public enum RevocationMode
{
    Require,
    Prefer,
    Off,
}
