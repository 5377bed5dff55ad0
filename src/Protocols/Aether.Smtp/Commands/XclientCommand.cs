using System.Net;
using Aether.Identity.Logins;
using Aether.Identity.Sessions;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage.Accounts;

namespace Aether.Smtp.Commands;

/// <summary>
/// XCLIENT: a proxy that is trusted says whom it speaks for, and the session starts anew as that client's. The command is
/// Postfix's (its XCLIENT_README); mail proxies and filters in front of a server speak it.
/// </summary>
internal sealed class XclientCommand(DirectoryStore directory, SessionRegistry? sessions) : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        // By the real peer: nobody gains the right by what it says (case S08).
        var peer = session.Connection.Peer;
        if (!session.Options.Xclient.Contains(peer.Remote.Address))
            return Replies.UnknownCommand;
        if (XclientArguments.TryParse(arguments.Span, out var client) is not ArgumentsStatus.Ok)
            return Replies.Syntax("XCLIENT attribute=value ...");

        var remote = new IPEndPoint(client.Address ?? session.Peer.Remote.Address, client.Port ?? session.Peer.Remote.Port);
        var local = new IPEndPoint(client.Destination ?? session.Peer.Local.Address, client.DestinationPort ?? session.Peer.Local.Port);
        bool exempt = client.Address is null ? session.Peer.Exempt : session.Options.Exempt.Contains(remote.Address);
        await session.SpeakForAsync(session.Peer with { Remote = remote, Local = local, Exempt = exempt }, client.Name ?? session.PeerName);
        if (client.Helo is { } helo)
            session.Greet(helo, client.IsExtended is false ? EhloForm.Helo : EhloForm.Ehlo);
        if (client.Login is { } login && session.Options.Kind is SmtpListenerKind.Submission)
        {
            // The proxy has checked the password; the account must still be one that may log in.
            if (await directory.FindAccountAsync(login.ToLowerInvariant(), ct) is not { State: AccountState.Active } account)
                return Replies.AuthenticationFailed;
            if (!session.TryEnter(new Login(account.Id, account.Address) { Epoch = account.LoginEpoch, AppEpoch = account.AppEpoch }, sessions))
                return Replies.AuthenticationLater;
        }

        return Replies.Greeting(session.Options);
    }
}
