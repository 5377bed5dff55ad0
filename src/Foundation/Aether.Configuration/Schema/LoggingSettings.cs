using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>What is logged, and how.</summary>
public sealed record LoggingSettings
{
    [Setting("Least severe event that is logged.")]
    public LogSeverity Level { get; init; } = LogSeverity.Information;

    [Setting("auto: text on a terminal, JSON lines otherwise.")]
    public LogFormat Format { get; init; } = LogFormat.Auto;
}
