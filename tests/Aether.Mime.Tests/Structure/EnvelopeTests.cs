namespace Aether.Mime.Tests.Structure;

/// <summary>ENVELOPE as RFC 3501 §7.4.2 wants it.</summary>
public sealed class EnvelopeTests
{
    [Theory]
    [InlineData("", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject:", "(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: a \"b\" \\", "(NIL \"a \\\"b\\\" \\\\\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: caf\u00E9", "(NIL {4}\r\ncaf\u00E9 NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("subject : one\n\ttwo\nSubject: three", "(NIL \"one\ttwo\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Date: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <a@b>\nIn-Reply-To: <c@d>", "(\"Mon, 1 Jan 2024 00:00:00 +0000\" NIL NIL NIL NIL NIL NIL NIL \"<c@d>\" \"<a@b>\")")]
    public void Fields_are_nil_empty_quoted_or_literal(string header, string expected) => Assert.Equal(expected, Envelope(header));

    [Fact]
    public void Sender_and_reply_to_default_to_from() =>
        Assert.Equal("(NIL NIL ((\"Ann\" NIL \"ann\" \"x.test\")) ((\"Ann\" NIL \"ann\" \"x.test\")) ((NIL NIL \"r\" \"y\")) NIL NIL NIL NIL NIL)", Envelope("From: Ann <ann@x.test>\nReply-To: r@y"));

    [Theory]
    [InlineData("a@b", "((NIL NIL \"a\" \"b\"))")]
    [InlineData("<a@b>", "((NIL NIL \"a\" \"b\"))")]
    [InlineData("<>", "NIL")]
    [InlineData("Ann B. Cee <a@b>", "((\"Ann B. Cee\" NIL \"a\" \"b\"))")]
    [InlineData("\"Cee, Ann \\\"x\\\"\" <a@b>", "((\"Cee, Ann \\\"x\\\"\" NIL \"a\" \"b\"))")]
    [InlineData("a@b (Ann)", "((\"Ann\" NIL \"a\" \"b\"))")]
    [InlineData("=?utf-8?q?Ann?= <a@b>", "((\"=?utf-8?q?Ann?=\" NIL \"a\" \"b\"))")]
    [InlineData("<@r1,@r2:a@b>", "((NIL \"@r1,@r2\" \"a\" \"b\"))")]
    [InlineData("\"j d\"@b, a@[10.0.0.1]", "((NIL NIL \"j d\" \"b\")(NIL NIL \"a\" \"[10.0.0.1]\"))")]
    [InlineData("g: a@b, Cee <c@d>;, e@f", "((NIL NIL \"g\" NIL)(NIL NIL \"a\" \"b\")(\"Cee\" NIL \"c\" \"d\")(NIL NIL NIL NIL)(NIL NIL \"e\" \"f\"))")]
    [InlineData("undisclosed-recipients:;", "((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL))")]
    [InlineData("root", "((NIL NIL \"root\" \"\"))")]
    [InlineData(",, a@b ,,", "((NIL NIL \"a\" \"b\"))")]
    [InlineData("a@, b@c", "((NIL NIL \"a\" \"\")(NIL NIL \"b\" \"c\"))")]
    [InlineData("X <a@b, c@d", "((\"X\" NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))")]
    public void Address_lists_are_read_leniently(string value, string expected) =>
        Assert.Equal($"(NIL NIL NIL NIL NIL {expected} NIL NIL NIL NIL)", Envelope("To: " + value));

    private static string Envelope(string header) => Scan.Text(Scan.Whole(header + "\n\nbody").Envelope);
}
