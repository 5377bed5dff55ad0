namespace Aether.Queue.Settings;

/// <summary>How long a remote server may take in each phase, and how much it may say. RFC 5321 §4.5.3.2.</summary>
public sealed record OutboundOptions
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan GreetingTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For one piece of content to be taken.</summary>
    public TimeSpan ContentTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>RFC 5321 §4.5.3.2.6: 10 minutes; giving up sooner makes duplicates.</summary>
    public TimeSpan EndOfDataTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan QuitTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For finding a host that takes a session: no further one is tried after this.</summary>
    public TimeSpan SearchTimeout { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a connection waits for the next message to its host; zero: it is ended at once.</summary>
    public TimeSpan KeepOpen { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Messages that one connection may carry.</summary>
    public int MaxMessagesPerConnection { get; init; } = 100;

    /// <summary>Connections that may wait at a time.</summary>
    public int MaxWaiting { get; init; } = 100;

    /// <summary>Octets of one line of a reply.</summary>
    public int MaxReplyLine { get; init; } = 4_096;

    /// <summary>Lines of one reply (case R05: endless 220).</summary>
    public int MaxReplyLines { get; init; } = 200;
}
