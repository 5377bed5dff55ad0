namespace Aether.Queue.Reports;

/// <summary>What became of a report that was due.</summary>
internal enum ReportOutcome
{
    Sent,

    /// <summary>The domain wants none, or none that it could get.</summary>
    Unwanted,

    /// <summary>It could not be sent now.</summary>
    PutOff,
}
