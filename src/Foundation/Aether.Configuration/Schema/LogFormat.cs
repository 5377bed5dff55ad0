namespace Aether.Configuration.Schema;

/// <summary>How a log line is written.</summary>
public enum LogFormat
{
    /// <summary>Text on a terminal, JSON otherwise.</summary>
    Auto,
    Text,
    Json,
}
