using System.Net.Sockets;
using MailKit;
using MailKit.Security;

namespace Aether.Migration.Remote;

/// <summary>Connects to another server and logs in, as safely as its operator wants.</summary>
internal static class RemoteLogin
{
    /// <exception cref="MigrationException">It does not answer, or refuses.</exception>
    public static async Task EnterAsync(MailService client, RemoteAccount account, CancellationToken ct)
    {
        if (account.AnyCertificate)
        {
            client.ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null; // any: the operator has said so
            client.CheckCertificateRevocation = false;
        }

        try
        {
            var security = account.ImplicitTls ? SecureSocketOptions.SslOnConnect : account.AnyCertificate ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls;
            await client.ConnectAsync(account.Host, account.Port, security, ct);
            await client.AuthenticateAsync(account.User, account.Password, ct);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw Failed(account, refused);
        }
    }

    public static bool IsRefusal(Exception refused) =>
        refused is SocketException or IOException or SslHandshakeException or AuthenticationException or NotSupportedException or ProtocolException or CommandException;

    public static MigrationException Failed(RemoteAccount account, Exception refused) => new($"{account.Host}:{account.Port}: {refused.Message.Split('\n')[0].Trim()}", refused);
}
