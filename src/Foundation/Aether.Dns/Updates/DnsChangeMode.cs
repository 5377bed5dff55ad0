namespace Aether.Dns.Updates;

/// <summary>What becomes of records of the same name and type. RFC 2136 §2.4, §2.5.</summary>
public enum DnsChangeMode
{
    /// <summary>Those that are there stay beside it.</summary>
    Add,

    /// <summary>It comes only where there is none.</summary>
    AddFirst,

    /// <summary>It takes the place of all.</summary>
    Replace,

    /// <summary>It goes, and those beside it stay. §2.5.4.</summary>
    Remove,
}
