using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Aether.Smtp.Session;

namespace Aether.Smtp.Content;

/// <summary>Writes the Received field of this hop. RFC 5321 §4.4.</summary>
internal static class TraceFields
{
    /// <summary>The Received field of this hop.</summary>
    /// <param name="session">Where the message came from.</param>
    /// <param name="recipient">Named only when it is the one recipient: others must not learn of each other (RFC 5321 §7.2).</param>
    /// <param name="now">The time of the end of its content.</param>
    public static byte[] Received(SmtpSession session, string? recipient, DateTimeOffset now)
    {
        var transaction = session.Transaction!;
        var text = new StringBuilder(256)
            .Append("Received: from ").Append(session.ClientName).Append(" (").Append(session.PeerName is { } name ? name + " [" : "[").Append(Literal(session.Peer.Remote.Address)).Append("])\r\n")
            .Append("\tby ").Append(session.Options.Hostname).Append(" (Aether) with ").Append(With(session)).Append(" id ").Append(transaction.MessageId);
        if (session.Connection.Tls is { } tls)
            text.Append("\r\n\t(version=").Append(tls.Protocol).Append(" cipher=").Append(tls.Cipher).Append(')');
        if (recipient is not null)
            text.Append("\r\n\tfor <").Append(recipient).Append('>');
        if (transaction.Mail.Wishes.Priority is { } priority)
            text.Append("\r\n\tPRIORITY ").Append(priority); // RFC 6710 §4.1
        text.Append("; ").Append(Date(now)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>RFC 5322 §3.3.</summary>
    public static string Date(DateTimeOffset time) => time.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    // RFC 3848, RFC 6531 §4.3: the protocol names tell of extensions, TLS and login.
    private static string With(SmtpSession session)
    {
        if (!session.IsExtended)
            return "SMTP";
        bool lmtp = session.Options.Kind is SmtpListenerKind.Lmtp;
        var name = (session.Transaction!.Mail.SmtpUtf8, lmtp) switch { (true, true) => "UTF8LMTP", (true, false) => "UTF8SMTP", (false, true) => "LMTP", _ => "ESMTP" };
        if (session.Connection.Tls is not null)
            name += "S";
        return session.Login is null ? name : name + "A";
    }

    private static string Literal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? "IPv6:" + new IPAddress(address.GetAddressBytes()) : address.ToString();
    }
}
