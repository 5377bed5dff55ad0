namespace Aether.Configuration.Schema;

/// <summary>The classes that a route may look at.</summary>
public enum RoutePriority
{
    Any,
    Low,
    Normal,
    High,
}
