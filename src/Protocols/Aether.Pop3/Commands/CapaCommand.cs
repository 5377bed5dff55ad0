using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands;

/// <summary>CAPA: lists what is offered now. RFC 2449 §5, §6; AUTH-RESP-CODE: RFC 3206 §6; UTF8, LANG: RFC 6856.</summary>
internal sealed class CapaCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        var responses = session.Responses;
        responses.Begin("Capabilities follow");
        responses.Line("TOP");
        responses.Line("UIDL");
        responses.Line("RESP-CODES");
        responses.Line("AUTH-RESP-CODE");
        responses.Line("PIPELINING");
        if (session.Maildrop is null)
            TellLogins(session);
        if (session.Shared.Options.Settings.LoginDelay is { Ticks: > 0 } delay)
            responses.Line($"LOGIN-DELAY {(int)delay.TotalSeconds}");
        responses.Line("EXPIRE NEVER");
        responses.Line("UTF8 USER");
        responses.Line("LANG");
        responses.Line("IMPLEMENTATION Aether");
        return ValueTask.FromResult(responses.End());
    }

    private static void TellLogins(Pop3Session session)
    {
        if (session.TakesPasswords)
        {
            session.Responses.Line("USER");
            session.Responses.Line("SASL " + string.Join(' ', session.Shared.Backend.Mechanisms.Offered(session.Channel)));
        }

        if (session.Connection.CanStartTls)
            session.Responses.Line("STLS");
    }
}
