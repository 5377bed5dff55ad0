namespace Aether.Validation.DmarcReports;

/// <summary>What became of one DKIM signature. RFC 9990 §3.1.1.12.</summary>
public sealed record DmarcSignature(string Domain, string Selector, string Result);
