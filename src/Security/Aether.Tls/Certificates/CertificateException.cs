namespace Aether.Tls.Certificates;

/// <summary>A certificate can't be used; the message says why and what to do, in one line for the operator.</summary>
public sealed class CertificateException(string message, Exception? inner = null) : IOException(message, inner);
