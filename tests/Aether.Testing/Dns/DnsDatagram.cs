namespace Aether.Testing.Dns;

/// <summary>One datagram of a <see cref="DnsTestServer"/>.</summary>
/// <param name="IsFromElsewhere">It comes from another port than the question went to.</param>
public sealed record DnsDatagram(byte[] Octets, bool IsFromElsewhere = false);
