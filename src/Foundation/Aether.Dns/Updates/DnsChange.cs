namespace Aether.Dns.Updates;

/// <summary>A record that is to be in a zone, or to go from it.</summary>
/// <param name="Name">Its full name, without the final dot.</param>
/// <param name="Type">A, AAAA, CAA, CNAME, MX, TXT, SRV or TLSA.</param>
/// <param name="Value">As a master file has it; a TXT record as one piece.</param>
/// <param name="Mode">What becomes of records of the name and type that are there.</param>
public sealed record DnsChange(string Name, string Type, string Value, TimeSpan Lifetime, DnsChangeMode Mode);
