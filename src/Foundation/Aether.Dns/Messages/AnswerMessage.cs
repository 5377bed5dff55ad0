namespace Aether.Dns.Messages;

/// <summary>What is of use in an answer. RFC 1035 §4.1.</summary>
internal sealed class AnswerMessage<T>
{
    /// <summary>With the upper bits that EDNS adds. RFC 1035 §4.1.1, RFC 6891 §6.1.3.</summary>
    public int Code { get; set; }

    /// <summary>The AD bit. RFC 4035 §3.2.3.</summary>
    public bool IsAuthentic { get; init; }

    public List<T> Records { get; } = [];

    /// <summary>Records that lead elsewhere.</summary>
    public int Aliases { get; set; }

    /// <summary>Seconds: the shortest of all answers.</summary>
    public int TimeToLive { get; set; } = int.MaxValue;

    /// <summary>Seconds that an absence holds, by the SOA record; 0 without one. RFC 2308 §5.</summary>
    public int NegativeTimeToLive { get; set; }
}
