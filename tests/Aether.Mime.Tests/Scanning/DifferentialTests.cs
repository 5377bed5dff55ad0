using Aether.Mime.Structure;
using MimeKit;

namespace Aether.Mime.Tests.Scanning;

/// <summary>Compares parts and offsets with those MimeKit finds in the published samples.</summary>
public sealed class DifferentialTests
{
    /// <summary>Where the two differ on purpose.</summary>
    private static readonly Dictionary<string, string> Different = new(StringComparer.Ordinal)
    {
        ["mime-tools/2002_06_12_doublebound.msg"] = "a delimiter twice in a row is an empty part, not nothing",
        ["mime-tools/double-bound.msg"] = "a delimiter twice in a row is an empty part, not nothing",
        ["mime4j/multipartemptypart.msg"] = "a delimiter followed by the closing one is an empty part",
        ["mime-tools/multi-2gifs-base64.msg"] = "an encoded message/rfc822 stays one for BODYSTRUCTURE, whose grammar wants an envelope",
        ["mime4j/bad-newlines-multiple-parts-base64.msg"] = "as above",
        ["mime4j/base64encoded-rfc822message-nested.msg"] = "as above",
        ["mime4j/base64encoded-rfc822message.msg"] = "as above",
        ["rfc/008.eml"] = "as above",
        ["mime-tools/multi-digest.msg"] = "an unparsable type is text/plain (RFC 2045 §5.2), not application/octet-stream",
        ["mime4j/malformedHeader-noheader.msg"] = "MimeKit refuses a message without a header",
        ["mime4j/malformedHeaderStartsBody-noheader.msg"] = "MimeKit refuses a message without a header",
        ["mime4j/very-long-boundary.msg"] = "a folded boundary loses its fold",
        ["mime4j/weird-boundary.msg"] = "the quoted boundary is taken literally",
        ["rfc/001.eml"] = "only message/rfc822 has a message inside in IMAP (RFC 3501 §7.4.2)",
    };

    public static TheoryData<string> Names => [.. Samples.Names.Where(static name => !Different.ContainsKey(name))];

    [Theory, MemberData(nameof(Names))]
    public void Parts_and_offsets_agree_with_MimeKit(string name)
    {
        byte[] message = Samples.Read(name);
        var ours = Scan.Parts(Scan.Whole(message)).Entries.ToArray().Select(static part => $"{part.HeaderStart} {part.BodyStart} {part.BodyEnd} {part.Kind}");
        Assert.Equal(string.Join(" | ", Theirs(message)), string.Join(" | ", ours));
    }

    private static SortedDictionary<long, string>.ValueCollection Theirs(byte[] message)
    {
        var found = new SortedDictionary<long, string>();
        using var stream = new MemoryStream(message);
        var parser = new MimeParser(stream, MimeFormat.Entity);
        parser.MimeEntityEnd += (_, e) => found[e.BeginOffset] = $"{e.BeginOffset} {e.HeadersEndOffset} {e.EndOffset} {Kind(e.Entity)}";
        parser.ParseMessage();
        return found.Values;
    }

    private static PartKind Kind(MimeEntity entity) => entity switch
    {
        Multipart => PartKind.Multipart,
        MessagePart => PartKind.Message,
        TextPart { IsHtml: true } => PartKind.Html,
        TextPart => PartKind.Text,
        _ => PartKind.Other,
    };
}
