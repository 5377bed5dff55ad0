namespace Aether.Configuration.Schema;

/// <summary>What a route does.</summary>
public enum RouteAction
{
    Deliver,

    /// <summary>The mail is dropped, as if it were delivered.</summary>
    Discard,

    /// <summary>The mail stays in the queue until it is released.</summary>
    Hold,
}
