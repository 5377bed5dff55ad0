namespace Aether.Smtp.Session;

/// <summary>How the client greeted. RFC 5321 §4.1.1.1, RFC 2033 §4.1.</summary>
internal enum EhloForm
{
    Helo,
    Ehlo,
    Lhlo,
}
