using Aether.Identity.Addresses;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Routing;

/// <summary>The form of a recipient's domain that the queue sorts and leases by: lower case, A-labels. RFC 5890.</summary>
public static class QueueDomains
{
    public static string Of(Mailbox mailbox) =>
        mailbox.IsAddressLiteral || !AddressForm.TryNormaliseDomain(mailbox.Domain, out string normal) ? mailbox.Domain.ToLowerInvariant() : normal;
}
