using System.Buffers.Text;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage;

namespace Aether.Smtp.Commands;

/// <summary>AUTH: begins a SASL exchange, and carries it line by line. RFC 4954 §4.</summary>
internal sealed class AuthCommand(SaslMechanisms mechanisms, SessionRegistry? sessions, SmtpServices services) : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (Refusal(session) is { } refusal)
            return ValueTask.FromResult(refusal);
        if (AuthArguments.TryParse(arguments, out var auth) is not ArgumentsStatus.Ok)
            return ValueTask.FromResult(Replies.Syntax("AUTH mechanism [initial-response]"));
        if (mechanisms.Begin(auth.Mechanism, session.Channel) is not { } exchange)
            return ValueTask.FromResult(Replies.UnknownMechanism);

        var dialog = new AuthDialog(exchange, auth.Mechanism);
        return auth.InitialResponse is { } initial ? AnswerAsync(session, dialog, initial, ct) : StepAsync(session, dialog, null, ct);
    }

    /// <summary>Takes one line of the client's, still base64.</summary>
    public ValueTask<SmtpReply> AnswerAsync(SmtpSession session, AuthDialog dialog, ReadOnlyMemory<byte> line, CancellationToken ct)
    {
        session.ExpectCommand();
        if (line.Span.SequenceEqual("*"u8))
            return ValueTask.FromResult(Replies.AuthenticationCancelled); // §4: called off
        if (!TryDecode(line.Span, out var response))
            return Failed(session, Replies.BadBase64);
        return StepAsync(session, dialog, response, ct);
    }

    private static SmtpReply? Refusal(SmtpSession session) => session switch
    {
        { Options.Kind: not SmtpListenerKind.Submission } or { IsExtended: false } => Replies.AuthNotAvailable,
        { Login: not null } => Replies.AlreadyAuthenticated,
        { Transaction: not null } => Replies.NotInTransaction,
        { MayAuthenticate: false } => Replies.EncryptionRequired,
        _ => null,
    };

    private async ValueTask<SmtpReply> StepAsync(SmtpSession session, AuthDialog dialog, ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        SaslStep step;
        try
        {
            step = await dialog.Exchange.StepAsync(response, ct);
        }
        catch (StoreUnavailableException unavailable)
        {
            // RFC 4954 §6: 454, and not a failure of the client's.
            SmtpServices.LogStoreUnavailable(services.Logger, unavailable, session.Peer.SessionId);
            return Replies.AuthenticationLater;
        }
        if (step.Result is not { } result)
        {
            session.Expect(new AuthInput(session, this, dialog));
            return SmtpReply.Plain(334, Convert.ToBase64String(step.Challenge.Span));
        }

        services.Metrics.LoggedIn(result.Status is LoginStatus.Success ? LoginOutcome.Ok : LoginOutcome.Failed);
        switch (result.Status)
        {
            case LoginStatus.Success:
                if (!session.TryEnter(result.Login!, sessions))
                    return Replies.AuthenticationLater;
                SmtpServices.LogLoggedIn(services.Logger, session.Peer.SessionId, result.Login!.Address, dialog.Mechanism);
                return Replies.Authenticated;
            case LoginStatus.Throttled or LoginStatus.Unavailable:
                return Replies.AuthenticationLater;
            case LoginStatus.BadExchange:
                return await Failed(session, Replies.BadBase64);
            default:
                return await Failed(session, Replies.AuthenticationFailed);
        }
    }

    private static ValueTask<SmtpReply> Failed(SmtpSession session, SmtpReply reply)
    {
        if (++session.AuthFailures < session.Limits.MaxAuthFailures)
            return ValueTask.FromResult(reply);
        session.After = AfterReply.Close;
        return ValueTask.FromResult(Replies.TooManyAuthFailures);
    }

    private static bool TryDecode(ReadOnlySpan<byte> line, out ReadOnlyMemory<byte> response)
    {
        response = default;
        if (line.SequenceEqual("="u8))
            return true; // §4: an initial response that is empty
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(line.Length)];
        if (Base64.DecodeFromUtf8(line, decoded, out int read, out int written) is not System.Buffers.OperationStatus.Done || read != line.Length)
            return false;
        response = decoded.AsMemory(0, written);
        return true;
    }
}
