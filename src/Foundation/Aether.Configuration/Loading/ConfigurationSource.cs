namespace Aether.Configuration.Loading;

/// <summary>Where a value came from.</summary>
public enum ConfigurationSource
{
    Default,
    File,
    Environment,
}
