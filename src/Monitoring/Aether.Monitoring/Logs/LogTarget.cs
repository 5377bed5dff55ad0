namespace Aether.Monitoring.Logs;

/// <summary>The stream that log lines go to.</summary>
public enum LogTarget
{
    StandardOutput,
    StandardError,
}
