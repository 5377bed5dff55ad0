namespace Aether.Queue.Outbound;

/// <summary>Who reports success to the sender. RFC 3461 §5.2.</summary>
internal enum ReportDuty
{
    Ours,

    /// <summary>The next server speaks DSN and was told what the sender wants.</summary>
    Theirs,
}
