namespace Aether.Ledger;

/// <summary>What a run of kills during deliveries came to; recipients are counted, not messages.</summary>
/// <param name="Acknowledged">Messages the server said yes to.</param>
/// <param name="Remote">Recipients on the far side that were to get one of them.</param>
/// <param name="RemoteLost">Of those, the ones that did not.</param>
/// <param name="RemoteDoubled">Times one of them got it again: the far side had said 250 and the server was killed before it wrote that down.</param>
/// <param name="Local">Mailboxes here that were to get one by the queue.</param>
/// <param name="LocalWrong">Of those, the ones that got none, or more than one.</param>
/// <param name="Reports">Recipients whose senders were to be told.</param>
/// <param name="ReportsWrong">Of those, the ones of which no report came, or more than one, or another than was due.</param>
/// <param name="Torn">Messages that arrived with other octets.</param>
/// <param name="Held">Recipients that were held since their delivery had been interrupted three times, and were released.</param>
/// <param name="RestartP95">95th percentile of the time from start to the first greeting.</param>
/// <param name="Drained">From the last start until the queue was empty.</param>
public sealed record DeliveryReport(
    int Kills, int Acknowledged, int Remote, int RemoteLost, int RemoteDoubled, int Local, int LocalWrong, int Reports, int ReportsWrong, int Torn, int Held, TimeSpan RestartP95, TimeSpan Drained)
{
    /// <summary>Doubles on the far side can't be avoided (RFC 1047); all else can.</summary>
    public bool IsSound => Acknowledged > 0 && Remote > 0 && Local > 0 && Reports > 0 && RemoteLost + LocalWrong + ReportsWrong + Torn == 0;
}
