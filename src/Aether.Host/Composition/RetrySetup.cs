using Aether.Configuration.Schema;
using Aether.Queue.Replies;
using Aether.Queue.Settings;
using Aether.Storage.Envelopes;

using QueueRetryAction = Aether.Queue.Settings.RetryAction;

namespace Aether.Host.Composition;

/// <summary>Retry rules and providers' profiles as the configuration writes them.</summary>
internal static class RetrySetup
{
    public static RetryRule Rule(RetrySettings retry) => new(retry.RecipientDomain)
    {
        Priority = retry.Priority is RoutePriority.Any ? null : Enum.Parse<QueuePriority>(retry.Priority.ToString()),
        Replies = [.. retry.Replies.Select(text => ReplyPattern.TryParse(text, out var pattern) ? pattern : null).OfType<ReplyPattern>()],
        Action = Enum.Parse<QueueRetryAction>(retry.Action.ToString()),
        Schedule = retry.Schedule,
        First = Given(retry.First),
        Last = Given(retry.Last),
        Lifetime = Given(retry.Lifetime),
    };

    public static ShapingProfile Profile(ProfileSettings profile) => new(profile.Name)
    {
        Domains = profile.Domains,
        Hosts = profile.Hosts,
        Connections = profile.Connections,
        MessagesPerMinute = profile.MessagesPerMinute,
        MessagesPerConnection = profile.MessagesPerConnection,
        RecipientsPerMessage = profile.RecipientsPerMessage,
    };

    private static TimeSpan? Given(TimeSpan time) => time == TimeSpan.Zero ? null : time;
}
