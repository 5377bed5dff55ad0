using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Logins;

/// <summary>AUTHENTICATE: a SASL exchange in base64 lines, with an initial response if the client likes. RFC 3501 §6.2.2, RFC 4959.</summary>
internal sealed class AuthenticateCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input.Arguments.Span, out string mechanism, out byte[]? response))
            return ImapReply.Syntax("AUTHENTICATE mechanism [initial-response]");
        if (response is not null && !session.Offers("SASL-IR"))
            return ImapReply.Bad("No initial response is taken here.");
        if (!session.TakesPasswords)
            return ImapReply.PrivacyRequired;
        if (session.Shared.Mechanisms.Begin(mechanism, session.Channel) is not { } exchange)
            return ImapReply.No("CANNOT", "There is no such mechanism.");

        while (true)
        {
            var step = await exchange.StepAsync(response is null ? default(ReadOnlyMemory<byte>?) : response, ct);
            if (step.Result is { } result)
                return LoginEnd.Of(session, result);

            session.Responses.Continue(Base64Of(step.Challenge.Span));
            if (await session.Source.NextAsync(ct) is var status && status is SourceStatus.Woken)
                status = await session.Source.NextAsync(ct);
            if (status is not SourceStatus.Command)
            {
                session.IsOver = true;
                return ImapReply.Bad("The exchange was broken off.");
            }

            if (session.Source.Command.Span.SequenceEqual("*"u8))
                return ImapReply.Bad("Called off."); // RFC 3501 §6.2.2
            if (!TryDecode(session.Source.Command.Span, out byte[] decoded))
                return LoginEnd.Of(session, new LoginResult(LoginStatus.BadExchange));
            response = decoded;
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, out string mechanism, out byte[]? response)
    {
        mechanism = string.Empty;
        response = null;
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace() || !reader.TryAtom(out var name))
            return false;
        mechanism = Encoding.ASCII.GetString(name);
        if (reader.AtEnd)
            return true;
        if (!reader.TrySpace() || reader.AtEnd)
            return false;

        // RFC 4959 §3: a lone equals sign is an empty response.
        response = [];
        return reader.Rest.SequenceEqual("="u8) || TryDecode(reader.Rest, out response);
    }

    private static bool TryDecode(ReadOnlySpan<byte> base64, out byte[] decoded)
    {
        decoded = [];
        if (base64.Length > SaslExchange.MaxResponse * 2)
            return false;
        byte[] buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (Base64.DecodeFromUtf8(base64, buffer, out _, out int length) is not OperationStatus.Done)
            return false;
        decoded = buffer[..length];
        return true;
    }

    private static byte[] Base64Of(ReadOnlySpan<byte> octets) => Encoding.ASCII.GetBytes(Convert.ToBase64String(octets));
}
