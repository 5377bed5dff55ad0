namespace Aether.Protocol.Smtp;

/// <summary>What happens when the time to deliver by is over. RFC 2852 §4.1.</summary>
public enum DeliverByMode
{
    /// <summary>The sender is told, and delivery is tried on.</summary>
    Notify,

    /// <summary>The message goes back.</summary>
    Return,
}
