namespace Aether.Validation.Spf;

/// <summary>Whose permission was asked for. RFC 7208 §2.3, §2.4.</summary>
public enum SpfIdentity
{
    Helo,
    MailFrom,
}
