namespace Aether.Dns.Updates;

/// <param name="Problem">For people; empty where all is well.</param>
public sealed record DnsUpdateResult(DnsUpdateStatus Status, string Problem = "");
