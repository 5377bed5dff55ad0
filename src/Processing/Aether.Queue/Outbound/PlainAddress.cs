using System.Text;
using Aether.Identity.Addresses;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Outbound;

/// <summary>The form of an address that a server without SMTPUTF8 takes: its domain as A-labels; a local part has none. RFC 6531 §3.6, RFC 5891.</summary>
internal static class PlainAddress
{
    /// <returns>Null: there is none.</returns>
    public static string? Of(string address)
    {
        if (Ascii.IsValid(address))
            return address;
        return Mailbox.TryParse(address, out var mailbox) && Ascii.IsValid(mailbox.LocalPart) && AddressForm.TryNormaliseDomain(mailbox.Domain, out string domain)
            ? $"{mailbox.LocalPart}@{domain}"
            : null;
    }
}
