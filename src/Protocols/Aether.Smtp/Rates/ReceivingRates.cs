using System.Net;
using System.Net.Sockets;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage.Limits;

namespace Aether.Smtp.Rates;

/// <summary>What strangers may send in a time: by address, network, sender's domain and recipient, on all nodes together.</summary>
internal sealed class ReceivingRates(RateOptions options, CountFeed others, TimeProvider clock) : IDisposable
{
    private readonly RateWindow connections = new("smtp-connections", TimeSpan.FromMinutes(1), others, clock);
    private readonly RateWindow networks = new("smtp-networks", TimeSpan.FromMinutes(1), others, clock);
    private readonly RateWindow addresses = new("smtp-addresses", TimeSpan.FromHours(1), others, clock);
    private readonly RateWindow domains = new("smtp-sender-domains", TimeSpan.FromHours(1), others, clock);
    private readonly RateWindow recipients = new("smtp-recipients", TimeSpan.FromHours(1), others, clock);

    /// <returns>The refusal in place of the greeting, or null.</returns>
    public SmtpReply? Connect(SmtpSession session)
    {
        if (!IsCounted(session))
            return null;
        var (address, network) = Keys(session.Peer.Remote.Address);
        connections.Add(address, 1);
        networks.Add(network, 1);
        bool tooMany = connections.Of(address) > options.ConnectionsPerMinute || networks.Of(network) > options.NetworkConnectionsPerMinute;
        return tooMany ? Replies.TooManyConnections : null;
    }

    /// <returns>The refusal of MAIL, or null.</returns>
    public SmtpReply? Send(SmtpSession session, Mailbox? sender)
    {
        if (!IsCounted(session))
            return null;
        bool tooMuch = addresses.Of(Keys(session.Peer.Remote.Address).Address) >= options.MessagesPerHour
            || (sender is not null && domains.Of(Key(sender.Domain)) >= options.SenderDomainMessagesPerHour);
        return tooMuch ? Replies.TooMuchMail : null;
    }

    /// <returns>The refusal of RCPT, or null.</returns>
    public SmtpReply? Receive(SmtpSession session, Mailbox recipient) =>
        IsCounted(session) && recipients.Of(Key(recipient.ToString())) >= options.RecipientMessagesPerHour ? Replies.TooMuchForRecipient : null;

    /// <summary>A message was taken.</summary>
    public void Count(SmtpSession session)
    {
        if (!IsCounted(session))
            return;
        addresses.Add(Keys(session.Peer.Remote.Address).Address, 1);
        if (session.Transaction!.Mail.Sender is { } sender)
            domains.Add(Key(sender.Domain), 1);
        foreach (var recipient in session.Transaction.Recipients)
            recipients.Add(Key(recipient.Arguments.Recipient.ToString()), 1);
    }

    public void Dispose()
    {
        foreach (var window in (RateWindow[])[connections, networks, addresses, domains, recipients])
            window.Dispose();
    }

    private static bool IsCounted(SmtpSession session) => session.Options.Kind is SmtpListenerKind.Mx && !session.Peer.Exempt;

    // A quoted local part may hold a space, which a key must not.
    private static string Key(string text) => text.ToLowerInvariant().Replace(' ', '_');

    /// <summary>What counts as one peer and as one network: an address and its /24, or an IPv6 /64 and its /48 (RFC 6177).</summary>
    internal static (string Address, string Network) Keys(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? (address.ToString(), Prefix(address, 3))
        : (Prefix(address, 8), Prefix(address, 6));

    private static string Prefix(IPAddress address, int octets)
    {
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(octets).Clear();
        return $"{new IPAddress(bytes)}/{octets * 8}";
    }
}
