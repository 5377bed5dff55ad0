using Aether.Configuration.Schema;
using Aether.Configuration.Values;

namespace Aether.Imap.Tests.Commands.Annotations;

/// <summary>Annotations of mailboxes and of the account: METADATA, LIST-METADATA. RFC 5464, RFC 9590.</summary>
[Proves("METADATA", "LIST-METADATA")]
public sealed class MetadataTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Annotations_are_set_told_and_taken_away(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize);
        await server.PlayAsync("""
            C: a SETMETADATA INBOX (/shared/comment "ours" /private/Comment {4+}
            C: mine)
            S: a OK *
            C: b GETMETADATA INBOX (/shared/comment /PRIVATE/comment /private/none)
            S: * METADATA "INBOX" ("/shared/comment" "ours" "/private/comment" "mine" "/private/none" NIL)
            S: b OK *
            C: c SETMETADATA INBOX (/private/comment NIL)
            S: c OK *
            C: d GETMETADATA INBOX /private/comment
            S: * METADATA "INBOX" ("/private/comment" NIL)
            S: d OK *
            C: e SETMETADATA "" (/private/vendor/x/y "1" /private/vendor/x/y/z "22" /private/vendor/xx "333")
            S: e OK *
            C: f GETMETADATA (DEPTH 1) "" /private/vendor/x
            S: * METADATA "" ("/private/vendor/x/y" "1")
            S: f OK *
            C: g GETMETADATA (DEPTH infinity MAXSIZE 1) "" (/private/vendor)
            S: * METADATA "" ("/private/vendor/x/y" "1")
            S: g OK [METADATA LONGENTRIES 3] *
            C: h SETMETADATA "" (/shared/comment "x")
            S: h NO [NOPERM] *
            C: i LIST "" (INBOX Sent) RETURN (METADATA (/shared/comment))
            S: * LIST (\HasNoChildren) "/" "INBOX"
            S: * METADATA "INBOX" ("/shared/comment" "ours")
            S: * LIST (\HasNoChildren \Sent) "/" "Sent"
            S: * METADATA "Sent" ("/shared/comment" NIL)
            S: i OK *
            C: j GETMETADATA Nowhere /shared/comment
            S: j NO [NONEXISTENT] *
            """);
    }

    [Theory]
    [InlineData("GETMETADATA INBOX")]
    [InlineData("GETMETADATA INBOX /comment")]
    [InlineData("GETMETADATA INBOX /shared/*")]
    [InlineData("GETMETADATA INBOX /shared//x")]
    [InlineData("GETMETADATA INBOX /shared/x/")]
    [InlineData("GETMETADATA (DEPTH 2) INBOX /shared/x")]
    [InlineData("GETMETADATA INBOX ()")]
    [InlineData("SETMETADATA INBOX /shared/x \"1\"")]
    [InlineData("SETMETADATA INBOX (/shared/x)")]
    [InlineData("SETMETADATA INBOX (/shared/x atom)")]
    [InlineData("LIST \"\" * RETURN (METADATA)")]
    public async Task Malformed_commands_are_bad(string command)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync($"C: a {command}\nS: a BAD *");
    }

    [Fact]
    public async Task Each_reader_of_a_shared_mailbox_has_his_own()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.AddUserAsync(2, "bob@x.test");
        await server.ShareAsync("INBOX", null, "lrw");
        await server.PlayAsync("""
            C1: a SETMETADATA INBOX (/private/comment "ann's" /shared/comment "of all")
            S1: a OK *
            C2: a SETMETADATA Users/ann@x.test/INBOX (/private/comment "bob's")
            S2: a OK *
            C2: b GETMETADATA Users/ann@x.test/INBOX (/private/comment /shared/comment)
            S2: * METADATA "Users/ann@x.test/INBOX" ("/private/comment" "bob's" "/shared/comment" "of all")
            S2: b OK *
            C1: b GETMETADATA INBOX /private/comment
            S1: * METADATA "INBOX" ("/private/comment" "ann's")
            S1: b OK *
            """);
    }

    [Fact]
    public async Task They_go_with_their_mailbox_and_stay_through_its_renaming()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a CREATE Box
            S: a OK *
            C: b SETMETADATA Box (/private/comment "kept")
            S: b OK *
            C: c RENAME Box Case
            S: c OK *
            C: d GETMETADATA Case /private/comment
            S: * METADATA "Case" ("/private/comment" "kept")
            S: d OK *
            C: e DELETE Case
            S: e OK *
            C: f CREATE Case
            S: f OK *
            C: g GETMETADATA Case /private/comment
            S: * METADATA "Case" ("/private/comment" NIL)
            S: g OK *
            """);
    }

    [Fact]
    public async Task Limits_are_told()
    {
        var limits = new ImapLimitSettings { MetadataEntries = 2, MetadataSize = new ByteSize(64) };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: ImapTestServer.Options with { Limits = limits });
        await server.PlayAsync($"""
            C: a SETMETADATA INBOX (/shared/a "1" /shared/b "2" /private/a "3" /private/b "4")
            S: a OK *
            C: b SETMETADATA INBOX (/shared/a NIL /shared/c "1" /shared/d "2")
            S: b NO [METADATA TOOMANY] *
            C: c SETMETADATA INBOX (/shared/a NIL /shared/c "1")
            S: c OK *
            C: d GETMETADATA INBOX (/shared/a /shared/c)
            S: * METADATA "INBOX" ("/shared/a" NIL "/shared/c" "1")
            S: d OK *
            C: e SETMETADATA INBOX (/shared/b "{new string('x', 65)}")
            S: e NO [METADATA MAXSIZE 64] *
            """);
    }

    [Fact]
    public async Task Octets_that_are_no_text_come_back_as_they_were()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C-raw: a SETMETADATA INBOX (/private/comment ~{3+}\r\na\x00b)\r\n
            S: a OK *
            C: b GETMETADATA INBOX /private/comment
            S-raw: * METADATA "INBOX" ("/private/comment" ~{3}\r\na\x00b)\r\n
            S: b OK *
            """);
    }

    /// <summary>RFC 3501 §6.1.1: what is not offered is not there, be it for a listener or for an account.</summary>
    [Fact]
    public async Task One_account_may_be_offered_less()
    {
        var options = ImapTestServer.Options with { WithoutFor = new Dictionary<string, IReadOnlyList<string>> { ["ann@x.test"] = ["METADATA", "condstore"] } };
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue, options: options);
        await server.AddUserAsync(2, "bob@x.test");
        await server.PlayAsync($"""
            C1: a CAPABILITY
            S1: * CAPABILITY {ImapTestServer.Offered.Replace(" METADATA", "", StringComparison.Ordinal).Replace(" CONDSTORE", "", StringComparison.Ordinal)}
            S1: a OK *
            C1: b GETMETADATA INBOX /shared/comment
            S1: b BAD *
            C2: a CAPABILITY
            S2: * CAPABILITY {ImapTestServer.Offered}
            S2: a OK *
            C2: b GETMETADATA INBOX /shared/comment
            S2: * METADATA "INBOX" ("/shared/comment" NIL)
            S2: b OK *
            """);
    }
}
