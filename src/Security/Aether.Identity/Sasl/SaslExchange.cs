namespace Aether.Identity.Sasl;

/// <summary>The server's side of one SASL exchange (RFC 4422); the protocol around it does lines, base64 and calling off.</summary>
public abstract class SaslExchange
{
    /// <summary>Octets one response may have; a longer one is malformed.</summary>
    public const int MaxResponse = 8 << 10;

    /// <summary>Takes the client's next response.</summary>
    /// <param name="response">Decoded octets; null at the start when the client sent no initial response.</param>
    public abstract ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct);
}
