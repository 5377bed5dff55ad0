namespace Aether.Mime.Addresses;

/// <summary>What one step through an address list found. RFC 5322 §3.4.</summary>
public enum AddressKind
{
    Mailbox,
    GroupStart,
    GroupEnd,
}
