namespace Aether.Queue.Settings;

/// <summary>Where a next hop comes from.</summary>
public enum HopOrigin
{
    Dns,
    Configuration,
}
