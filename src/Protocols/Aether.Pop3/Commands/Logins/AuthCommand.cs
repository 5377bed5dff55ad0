using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Text;

namespace Aether.Pop3.Commands.Logins;

/// <summary>AUTH: a SASL exchange in base64 lines, with an initial response if the client likes. RFC 5034 §4; alone it lists the mechanisms, as RFC 1734's clients expect.</summary>
internal sealed class AuthCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!session.TakesPasswords)
            return Pop3Reply.Error("SYS/PERM", "Start TLS first.");
        if (argument.Span.Trim((byte)' ').IsEmpty)
            return TellMechanisms(session);
        if (!TryParse(argument.Span, out string mechanism, out byte[]? response))
            return Pop3Reply.Syntax("AUTH mechanism [initial-response]");
        if (session.Shared.Backend.Mechanisms.Begin(mechanism, session.Channel) is not { } exchange)
            return Pop3Reply.Error("There is no such mechanism.");

        while (true)
        {
            var step = await exchange.StepAsync(response is null ? default(ReadOnlyMemory<byte>?) : response, ct);
            if (step.Result is { } result)
                return await LoginEnd.OfAsync(session, result, ct);

            session.Responses.Continue(Encoding.ASCII.GetBytes(Convert.ToBase64String(step.Challenge.Span)));
            var (status, line) = await session.Source.NextAsync(ct);
            if (status is not LineStatus.Complete)
            {
                session.IsOver = true;
                return Pop3Reply.Error("The exchange was broken off.");
            }

            if (line.AsSpan().SequenceEqual("*"u8))
                return Pop3Reply.Error("Called off."); // RFC 5034 §4
            if (!TryDecode(line, out response))
                return await LoginEnd.OfAsync(session, new LoginResult(LoginStatus.BadExchange), ct);
        }
    }

    private static Pop3Reply TellMechanisms(Pop3Session session)
    {
        var responses = session.Responses;
        responses.Begin("Mechanisms follow");
        foreach (string name in session.Shared.Backend.Mechanisms.Offered(session.Channel))
            responses.Line(name);
        return responses.End();
    }

    private static bool TryParse(ReadOnlySpan<byte> argument, out string mechanism, out byte[]? response)
    {
        response = null;
        int space = argument.IndexOf((byte)' ');
        mechanism = Encoding.ASCII.GetString(space < 0 ? argument : argument[..space]);
        if (space < 0)
            return true;

        // RFC 5034 §4: a lone equals sign is an empty response.
        response = [];
        var initial = argument[(space + 1)..];
        return initial.SequenceEqual("="u8) || TryDecode(initial, out response);
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
}
