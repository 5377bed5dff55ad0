namespace Aether.Dns.Transport;

/// <summary>How much a question may cost.</summary>
/// <param name="QueryTimeout">For one server and one try.</param>
/// <param name="Retries">Rounds after the first.</param>
/// <param name="MaxAnswer">Octets.</param>
/// <param name="MaxStrangers">Datagrams that are passed over before a try goes on over TCP.</param>
internal sealed record ExchangeLimits(TimeSpan QueryTimeout, int Retries, int MaxAnswer, int MaxStrangers)
{
    /// <summary>From a round in which no server could be reached to the next: one that starts anew is back by then.</summary>
    public TimeSpan Pause => QueryTimeout < TimeSpan.FromSeconds(1) ? QueryTimeout : TimeSpan.FromSeconds(1);
}
