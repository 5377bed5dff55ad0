namespace Aether.Configuration.Schema;

/// <summary>The least severe event that is logged.</summary>
public enum LogSeverity
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}
