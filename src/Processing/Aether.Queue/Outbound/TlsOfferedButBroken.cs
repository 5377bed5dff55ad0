namespace Aether.Queue.Outbound;

/// <summary>STARTTLS was offered and did not work: with an opportunistic policy, plaintext is next.</summary>
internal sealed class TlsOfferedButBroken(OutboundFailure failure) : IOException(failure.Message, failure);
