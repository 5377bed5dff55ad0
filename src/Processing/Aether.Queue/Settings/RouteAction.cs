namespace Aether.Queue.Settings;

/// <summary>What a route does with the mail it fits.</summary>
public enum RouteAction
{
    /// <summary>Hands it to the hosts named, or without any to the mail exchangers of the domain.</summary>
    Deliver,

    /// <summary>Drops it as if it were delivered; nobody is told.</summary>
    Discard,

    /// <summary>Keeps it in the queue until an operator releases it.</summary>
    Hold,
}
