namespace Aether.Validation.TlsReports;

/// <summary>What sessions had to keep to. RFC 8460 §4.4.</summary>
/// <param name="Domain">The policy domain: for TLSA the host they are about.</param>
/// <param name="Strings">The lines of the policy, or the TLSA records.</param>
/// <param name="Hosts">The patterns of hosts that a policy has.</param>
public sealed record TlsPolicyFacts(TlsPolicyType Type, string Domain, IReadOnlyList<string> Strings, IReadOnlyList<string> Hosts);
