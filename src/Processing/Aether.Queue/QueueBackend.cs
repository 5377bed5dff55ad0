using Aether.Dns.Resolving;
using Aether.Identity.Recipients;
using Aether.Queue.Policies;
using Aether.Queue.Reports;
using Aether.Storage;

namespace Aether.Queue;

/// <summary>What stands behind the queue: the store, who is ours, and the way to all others.</summary>
public sealed record QueueBackend(MailStore Store, RecipientResolver Recipients, IDnsResolver Dns)
{
    /// <summary>The policies of other domains; null: none is asked for.</summary>
    public StsPolicies? Policies { get; init; }

    /// <summary>Who reads reports about our domains; null: nobody does.</summary>
    public ReportIntake? Intake { get; init; }
}
