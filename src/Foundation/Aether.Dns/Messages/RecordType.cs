namespace Aether.Dns.Messages;

/// <summary>The records that are read here, by the numbers of the IANA registry. RFC 1035 §3.2.2.</summary>
internal enum RecordType
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,

    /// <summary>RFC 3596 §2.1</summary>
    Aaaa = 28,

    /// <summary>RFC 2782</summary>
    Srv = 33,

    /// <summary>No record of a name: what the two sides can do. RFC 6891 §6.1.</summary>
    Opt = 41,

    /// <summary>RFC 6698 §2</summary>
    Tlsa = 52,

    /// <summary>RFC 8945 §4.2</summary>
    Tsig = 250,

    /// <summary>RFC 8659 §4</summary>
    Caa = 257,
}
