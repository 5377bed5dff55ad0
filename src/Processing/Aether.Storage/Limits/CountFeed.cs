namespace Aether.Storage.Limits;

/// <summary>
/// What the nodes tell each other to count: failed logins, messages sent. Each node keeps its own counters and adds what
/// the others tell, so a check never waits, and without the others a node still has its own count.
/// </summary>
public sealed class CountFeed
{
    /// <summary>Raised for what other nodes counted: which counter, of whom, how much.</summary>
    public event Action<string, string, int>? Heard;

    internal event Action<string, string, int>? Told;

    /// <summary>Tells the other nodes of something counted here.</summary>
    /// <param name="counter">Its name, without spaces.</param>
    /// <param name="key">Whom it counts: an address, an account; without spaces.</param>
    public void Tell(string counter, string key, int count) => Told?.Invoke(counter, key, count);

    internal void Hear(string counter, string key, int count) => Heard?.Invoke(counter, key, count);
}
