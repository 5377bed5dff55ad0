namespace Aether.Validation.TlsReports;

/// <summary>What went wrong with a session, and between whom. RFC 8460 §4.4.</summary>
/// <param name="SendingAddress">Ours.</param>
/// <param name="ReceivingHost">Its name in the DNS.</param>
/// <param name="Reason">More about it; empty for nothing.</param>
public sealed record TlsFailure(TlsResultType Type, string SendingAddress, string ReceivingHost, string ReceivingAddress, string Reason);
