using Aether.Configuration.Schema;

namespace Aether.Pop3.Tests.Session;

/// <summary>From greeting to login. RFC 1939 §4, §7; RFC 2449, RFC 2595, RFC 3206, RFC 5034, RFC 6856.</summary>
public sealed class LoginTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Capabilities_are_those_of_the_state(int chunkSize)
    {
        await using var server = await Pop3TestServer.StartAsync(chunkSize);

        await server.PlayAsync("""
            S: +OK Aether ready
            C: capa
            S: +OK *
            S: TOP
            S: UIDL
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: PIPELINING
            S: USER
            S: SASL SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN
            S: STLS
            S: EXPIRE NEVER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Aether
            S: .
            C: USER ann@x.test
            C: PASS secret pass
            S: +OK *
            S: +OK 0 messages.
            C: CAPA
            S: +OK *
            S: TOP
            S: UIDL
            S: RESP-CODES
            S: AUTH-RESP-CODE
            S: PIPELINING
            S: EXPIRE NEVER
            S: UTF8 USER
            S: LANG
            S: IMPLEMENTATION Aether
            S: .
            C: QUIT
            S: +OK Bye.
            S-close:
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task AUTH_takes_an_initial_response_or_asks_for_it(int chunkSize)
    {
        await using var server = await Pop3TestServer.StartAsync(chunkSize);

        // RFC 5034 §4; the list without an argument is what clients of RFC 1734 ask for.
        await server.PlayAsync("""
            S1: +OK *
            C1: AUTH
            S1: +OK *
            S1: SCRAM-SHA-256
            S1: SCRAM-SHA-1
            S1: PLAIN
            S1: LOGIN
            S1: .
            C1: AUTH PLAIN AGFubkB4LnRlc3QAc2VjcmV0IHBhc3M=
            S1: +OK 0 messages.
            C1: QUIT
            S1: +OK *
            S1-close:
            S2: +OK *
            C2: AUTH PLAIN
            S2: + 
            C2: AGFubkB4LnRlc3QAc2VjcmV0IHBhc3M=
            S2: +OK 0 messages.
            C2: AUTH PLAIN
            S2: -ERR *
            C2: QUIT
            S2: +OK *
            S3: +OK *
            C3: AUTH LOGIN
            S3: + VXNlcm5hbWU6
            C3: *
            S3: -ERR Called off.
            C3: AUTH LOGIN
            S3: + VXNlcm5hbWU6
            C3: not base64
            S3: -ERR *
            C3: AUTH NTLM
            S3: -ERR *
            C3: AUTH PLAIN =
            S3: -ERR *
            """);
    }

    [Fact]
    public async Task A_password_is_refused_where_the_wire_can_be_read()
    {
        await using var server = await Pop3TestServer.StartAsync(peer: Pop3TestServer.Remote);

        // RFC 2595 §2.2, case A07; behind STLS all is as it should be.
        await server.PlayAsync("""
            S: +OK *
            C: USER ann@x.test
            S: -ERR [SYS/PERM] *
            C: PASS secret pass
            S: -ERR [SYS/PERM] *
            C: AUTH PLAIN AGFubkB4LnRlc3QAc2VjcmV0IHBhc3M=
            S: -ERR [SYS/PERM] *
            C: STLS
            S: +OK Begin TLS.
            C: STLS
            S: -ERR *
            C: USER ann@x.test
            S: +OK *
            C: PASS secret pass
            S: +OK 0 messages.
            """);
    }

    [Fact]
    public async Task What_was_pipelined_behind_STLS_is_never_read()
    {
        await using var server = await Pop3TestServer.StartAsync(peer: Pop3TestServer.Remote);

        // Case S03.
        await server.PlayAsync("""
            S: +OK *
            C: STLS
            C: USER ann@x.test
            S: -ERR *
            S-close:
            """);
    }

    [Fact]
    public async Task TLS_does_not_begin_after_UTF8()
    {
        await using var server = await Pop3TestServer.StartAsync();

        // RFC 6856 §2.1; §3: the languages.
        await server.PlayAsync("""
            S: +OK *
            C: LANG
            S: +OK *
            S: en English
            S: .
            C: LANG en
            S: +OK *
            C: LANG xx
            S: -ERR *
            C: UTF8 now
            S: -ERR *
            C: UTF8
            S: +OK *
            C: STLS
            S: -ERR *
            C: USER ann@x.test
            C: PASS secret pass
            S: +OK *
            S: +OK *
            C: UTF8
            S: -ERR *
            """);
    }

    [Fact]
    public async Task A_guesser_is_told_nothing_and_sent_away()
    {
        await using var server = await Pop3TestServer.StartAsync();

        // RFC 3206 §5: [AUTH] says that it is the credentials.
        await server.PlayAsync("""
            S: +OK *
            C: PASS secret pass
            S: -ERR Say USER first.
            C: USER nobody@x.test
            S: +OK *
            C: PASS secret pass
            S: -ERR [AUTH] Authentication failed.
            C: PASS secret pass
            S: -ERR Say USER first.
            C: USER ann@x.test
            S: +OK *
            C: PASS wrong
            S: -ERR [AUTH] Authentication failed.
            C: AUTH PLAIN AGFubkB4LnRlc3QAd3Jvbmc=
            S: -ERR [AUTH] Authentication failed.
            S-close:
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_maildrop_is_open_once(int chunkSize)
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync(chunkSize);

        // RFC 1939 §4, RFC 2449 §8.1.2: the second session may try again once the first is over, even on the same connection.
        await server.PlayAsync("""
            S2: +OK *
            C2: USER ann@x.test
            S2: +OK *
            C2: PASS secret pass
            S2: -ERR [IN-USE] *
            C1: QUIT
            S1: +OK Bye.
            C2: USER ann@x.test
            S2: +OK *
            C2: PASS secret pass
            S2: +OK 0 messages.
            C2-close:
            S2-close:
            S3: +OK *
            C3: USER ann@x.test
            S3: +OK *
            C3: PASS secret pass
            S3: +OK 0 messages.
            """);
    }

    [Fact]
    public async Task Who_comes_while_another_session_ends_waits_for_it()
    {
        await using var server = await Pop3TestServer.StartLoggedInAsync();
        await server.PlayAsync("""
            S2: +OK *
            C2: USER ann@x.test
            S2: +OK *
            C2: PASS secret pass
            C1: QUIT
            S1: +OK Bye.
            S2: +OK 0 messages.
            """);
    }

    [Fact]
    public async Task Who_comes_again_too_soon_is_told_to_wait()
    {
        var options = Pop3TestServer.Options with { Settings = new Pop3Settings { LoginDelay = TimeSpan.FromMinutes(5) } };
        await using var server = await Pop3TestServer.StartLoggedInAsync(options: options);

        // RFC 2449 §6.5, §8.1.1.
        await server.PlayAsync("""
            C1: QUIT
            S1: +OK *
            S2: +OK *
            C2: CAPA
            S2: ...
            S2: LOGIN-DELAY 300
            S2: ...
            S2: .
            C2: USER ann@x.test
            S2: +OK *
            C2: PASS secret pass
            S2: -ERR [LOGIN-DELAY] *
            C2: QUIT
            S2: +OK *
            """);
        server.Store.Clock.Advance(TimeSpan.FromMinutes(5));
        await server.PlayAsync("""
            S3: +OK *
            C3: USER ann@x.test
            S3: +OK *
            C3: PASS secret pass
            S3: +OK *
            """);
    }

    [Fact]
    public async Task A_password_may_travel_in_the_clear_where_the_configuration_says_so()
    {
        var options = Pop3TestServer.Options with { PlaintextLogin = PlaintextLogin.Always };
        await using var server = await Pop3TestServer.StartAsync(options: options, peer: Pop3TestServer.Remote);
        await server.LogInAsync();
    }
}
