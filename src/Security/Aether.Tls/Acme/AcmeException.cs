namespace Aether.Tls.Acme;

/// <summary>The authority gave no certificate; the message says why, in one line for the operator.</summary>
/// <param name="type">The error's type, as <c>urn:ietf:params:acme:error:badNonce</c> (RFC 8555 §6.7); empty: it is none of the protocol's.</param>
public sealed class AcmeException(string message, string type = "", Exception? inner = null) : IOException(message, inner)
{
    public string Type { get; } = type;
}
