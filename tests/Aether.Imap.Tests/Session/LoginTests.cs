namespace Aether.Imap.Tests.Session;

/// <summary>From greeting to login. RFC 3501 §6.1, §6.2.</summary>
[Proves("SASL-IR", "ID")]
public sealed class LoginTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_session_begins_with_its_capabilities_and_ends_with_bye(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize);

        // RFC 3501 §6.1: commands of any state. RFC 2971: ID before login.
        await server.PlayAsync($$"""
            S: * OK [CAPABILITY {{ImapTestServer.Offered}} STARTTLS AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN AUTH=LOGIN] Aether ready
            C: a CAPABILITY
            S: * CAPABILITY {{ImapTestServer.Offered}} STARTTLS AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN AUTH=LOGIN
            S: a OK Done.
            C: b noop
            S: b OK Done.
            C: c ID ("name" "x" "version" NIL)
            S: * ID ("name" "Aether Mailer")
            S: c OK Done.
            C: d ID NIL
            S: * ID ("name" "Aether Mailer")
            S: d OK Done.
            C: e LOGOUT
            S: * BYE Logging out
            S: e OK Bye.
            S-close:
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task LOGIN_takes_atoms_strings_and_literals(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize);

        await server.PlayAsync($$"""
            S: * OK *
            C: a LOGIN "ann@x.test" {6}
            S: + Go ahead
            C: secret
            S: a OK [CAPABILITY {{ImapTestServer.Offered}}] Logged in.
            C: b LOGIN ann@x.test secret
            S: b BAD *
            C: c ENABLE CONDSTORE X-NONE
            S: * ENABLED CONDSTORE
            S: c OK Done.
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task A_non_synchronizing_literal_is_not_asked_for(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize);

        // RFC 7888 §3
        await server.PlayAsync("""
            S: * OK *
            C: a LOGIN {10+}
            C: ann@x.test {6+}
            C: secret
            S: a OK *
            """);
    }

    [Fact]
    public async Task Where_no_initial_response_is_offered_none_is_taken()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, ImapTestServer.Options with { Without = ["SASL-IR"] });
        string plain = Convert.ToBase64String("\0ann@x.test\0secret"u8);
        await server.PlayAsync($"""
            S: * OK [CAPABILITY *
            C: a AUTHENTICATE PLAIN {plain}
            S: a BAD *
            C: b AUTHENTICATE PLAIN
            S: + *
            C: {plain}
            S: b OK *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task AUTHENTICATE_works_with_and_without_an_initial_response(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize);
        string plain = Convert.ToBase64String("\0ann@x.test\0secret"u8);

        // RFC 4959 §3; RFC 3501 §6.2.2: a star calls off.
        await server.PlayAsync($"""
            S1: * OK *
            C1: a AUTHENTICATE PLAIN
            S1: + *
            C1: *
            S1: a BAD Called off.
            C1: b AUTHENTICATE PLAIN
            S1: + *
            C1: {plain}
            S1: b OK [CAPABILITY *
            S2: * OK *
            C2: a AUTHENTICATE plain {plain}
            S2: a OK *
            S3: * OK *
            C3: a AUTHENTICATE LOGIN
            S3: + *
            C3: {Convert.ToBase64String("ann@x.test"u8)}
            S3: + *
            C3: {Convert.ToBase64String("secret"u8)}
            S3: a OK *
            S4: * OK *
            C4: a AUTHENTICATE PLAIN =!
            S4: a BAD *
            C4: b AUTHENTICATE NOSUCH
            S4: b NO [CANNOT] *
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Three_failures_end_the_session(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize);

        // Case A01: an unknown user and a wrong password sound alike.
        await server.PlayAsync("""
            S: * OK *
            C: a LOGIN ann@x.test wrong
            S: a NO [AUTHENTICATIONFAILED] Authentication failed.
            C: b LOGIN nobody@x.test wrong
            S: b NO [AUTHENTICATIONFAILED] Authentication failed.
            C: c LOGIN ann@x.test wrong
            S: c NO [AUTHENTICATIONFAILED] Authentication failed.
            S: * BYE Too many failures.
            S-close:
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Without_TLS_a_remote_peer_sends_no_password(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize, peer: ImapTestServer.Remote);

        // RFC 3501 §6.2.3 LOGINDISABLED, obeyed or not: case A07. After TLS the capabilities are others: §6.2.1.
        await server.PlayAsync($$"""
            S: * OK [CAPABILITY {{ImapTestServer.Offered}} STARTTLS LOGINDISABLED] Aether ready
            C: a LOGIN ann@x.test secret
            S: a NO [PRIVACYREQUIRED] Start TLS first.
            C: b AUTHENTICATE PLAIN AGFubkB4LnRlc3QAc2VjcmV0
            S: b NO [PRIVACYREQUIRED] Start TLS first.
            C: c STARTTLS
            S: c OK Begin TLS.
            C: d CAPABILITY
            S: * CAPABILITY {{ImapTestServer.Offered}} AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN AUTH=LOGIN
            S: d OK Done.
            C: e STARTTLS
            S: e BAD TLS is not available here.
            C: f LOGIN ann@x.test secret
            S: f OK *
            """);
    }

    [Fact]
    public async Task What_is_pipelined_behind_STARTTLS_is_never_executed()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue, peer: ImapTestServer.Remote);

        // Case S03, CVE-2011-0411.
        await server.PlayAsync("""
            S: * OK *
            C: a STARTTLS
            C: b LOGIN ann@x.test secret
            S: a BAD Nothing may follow STARTTLS before TLS.
            S-close:
            """);
    }

    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Commands_wait_for_their_state(int chunkSize)
    {
        await using var server = await ImapTestServer.StartAsync(chunkSize);

        await server.PlayAsync("""
            S: * OK *
            C: a SELECT INBOX
            S: a BAD Log in first.
            C: b LOGIN ann@x.test secret
            S: b OK *
            C: c FETCH 1 FLAGS
            S: c BAD Select a mailbox first.
            C: d FOO
            S: d BAD There is no such command.
            C:
            S: * BAD A command begins with a tag.
            C: ( NOOP
            S: * BAD A command begins with a tag.
            C: e UID NOOP
            S: e BAD There is no such command.
            C: f NOOP x
            S: f BAD *
            C: g NOOP
            S: g OK *
            """);
    }
}
