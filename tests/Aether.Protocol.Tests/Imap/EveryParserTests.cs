using System.Reflection;
using System.Text;
using Aether.Protocol.Imap;
using CsCheck;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Every parser of the IMAP grammar with input that is almost right: none throws, none takes memory out of proportion. A new parser that is not in the table fails here.</summary>
public sealed class EveryParserTests
{
    /// <summary>Octets that a parser may allocate for each it is given, and at all.</summary>
    private const int PerOctet = 400;
    private const int AtAll = 64 * 1024;

    private const int Depth = 100;

    private static readonly FetchLimits Limits = new(MaxItems: 50, MaxPath: 64, MaxFields: 64);

    private static readonly string[] Pieces =
    [
        "(", ")", "\"", "\\", " ", "*", "%", ":", ",", "0", "4294967295", "18446744073709551616", "-1", "{0}\r\n", "{1}\r\nx", "{99999999999}\r\n", "{5+}\r\nab", "~{2}\r\n\0a", "NIL", "[", "]", "<0.1>", "/",
        "&", "&AOk-", "&2D0-", "\0", "\xFF", "\xC3\xA9", "\r\n", ";", "=", "?", "%00", "%2F", "INBOX", "NOT ", "OR ", "RETURN (", "FUZZY ", "UID ", "CHARSET UTF-8 ", "value.priv", "/private", "/shared/comment", "1-Feb-2024",
    ];

    private static readonly Dictionary<string, Parser> Table = new()
    {
        ["AclRightsText.TryParse"] = new(["lrswipkxtecda", "cd", "0"], text => AclRightsText.TryParse(Encoding.Latin1.GetString(text), out _)),
        ["AnnotationChange.TryParseList"] = Of(["(/comment (value.shared \"x\" value.priv NIL))", "(/a (value.priv {3}\r\nabc) /b (value.shared NIL))"], static (ref r) => AnnotationChange.TryParseList(ref r, out _)),
        ["AnnotationName.TryParse"] = new(["/comment", "/vendor/x/y"], text => AnnotationName.TryParse(text, out _)),
        ["AnnotationName.TryParsePattern"] = new(["/comment", "/*", "/a/%"], text => AnnotationName.TryParsePattern(text, out _)),
        ["AnnotationQuery.TryParse"] = Of([" (/comment value)", " ((/comment /a/*) (value.priv size.shared))"], static (ref r) => AnnotationQuery.TryParse(ref r, out _)),
        ["AppendSpec.TryParse"] = Of(["(\\Seen $x) \" 1-Feb-1994 21:52:25 -0800\" {3}\r\n", "CATENATE (", "UTF8 (~{3}\r\n", "ANNOTATION ("], static (ref r) => AppendSpec.TryParse(ref r, 20, out _)),
        ["AuthorizedUrl.TryParse"] = new(["imap://ann%40x.test@mx/INBOX;UIDVALIDITY=1/;UID=1/;SECTION=1.2;EXPIRE=2026-11-22T12:00:00Z;URLAUTH=user+bob@x.test:INTERNAL:00ff", "imap://a@b/c/;UID=1;URLAUTH=anonymous:internal:00"], text => AuthorizedUrl.TryParse(Encoding.Latin1.GetString(text), out _)),
        ["AuthorizedUrl.TryParseRump"] = new(["imap://a@b/c/;UID=1/;PARTIAL=1.2;URLAUTH=submit+x"], text => AuthorizedUrl.TryParseRump(Encoding.Latin1.GetString(text), out _)),
        ["EsearchArguments.Parse"] = Of(["IN (subtree (a b) personal) RETURN (COUNT) SUBJECT x", "IN (mailboxes INBOX) ALL"], static (ref r) => EsearchArguments.Parse(ref r, Depth, out _) is SearchParseStatus.Parsed),
        ["FetchArguments.TryParse"] = Of(["(UID FLAGS BODY.PEEK[1.2.HEADER.FIELDS (a b)]<0.5> BINARY[1] PREVIEW (LAZY))", "FULL", "(ANNOTATION (/comment (value size)))"], static (ref r) => FetchArguments.TryParse(ref r, Limits, out _)),
        ["FetchModifiers.TryParse"] = Of([" (CHANGEDSINCE 12 VANISHED)", " (PARTIAL -1:-30)"], static (ref r) => FetchModifiers.TryParse(ref r, out _)),
        ["GetMetadataArguments.TryParse"] = Of([" (MAXSIZE 100 DEPTH infinity) INBOX (/shared/comment /private/x)", " \"\" /shared/comment"], static (ref r) => GetMetadataArguments.TryParse(ref r, out _)),
        ["ImapDate.TryParse"] = new([" 1-Feb-1994 21:52:25 -0800", "31-Dec-2024 00:00:00 +0000"], text => ImapDate.TryParse(text, out _)),
        ["ImapDate.TryParseDay"] = new(["1-Feb-1994", "31-Dec-2024"], text => ImapDate.TryParseDay(text, out _)),
        ["ImapUrl.TryParse"] = new(["/INBOX;UIDVALIDITY=1/;UID=2/;SECTION=1.2/;PARTIAL=0.99", ";UID=20"], text => ImapUrl.TryParse(Encoding.Latin1.GetString(text), out _)),
        ["ListArguments.TryParse"] = Of([" (SUBSCRIBED RECURSIVEMATCH) \"\" (\"a*\" \"%\") RETURN (CHILDREN STATUS (MESSAGES) METADATA (/shared/comment))", " \"\" *"], static (ref r) => ListArguments.TryParse(ref r, static item => item is "MESSAGES", out _)),
        ["MailboxScope.TryParse"] = Of(["subtree-one (a b)", "selected-delayed", "mailboxes INBOX"], static (ref r) => MailboxScope.TryParse(ref r, out _)),
        ["MetadataName.TryParse"] = new(["/private/comment", "/shared/vendor/x"], text => MetadataName.TryParse(text, out _)),
        ["MetadataName.TryParseList"] = Of(["(/private/a /shared/b)", "/shared/c"], static (ref r) => MetadataName.TryParseList(ref r, 20, out _)),
        ["ModifiedUtf7.TryDecode"] = new(["&AOk-t&AOk-", "a&-b", "&U,BTFw-"], text => ModifiedUtf7.TryDecode(text, out _)),
        ["NotifyArguments.Parse"] = Of([" SET STATUS (selected (MessageNew (FLAGS) MessageExpunge FlagChange)) (subtree (a b) NONE)", " NONE"], static (ref r) => NotifyArguments.Parse(ref r, out _) is NotifyParseStatus.Parsed),
        ["PartialRange.TryParse"] = Of(["1:500", "-1:-100"], static (ref r) => PartialRange.TryParse(ref r, out _)),
        ["SearchArguments.Parse"] = Of(["RETURN (PARTIAL 1:5 SAVE) OR (SEEN NOT DELETED) HEADER X \"y\" MODSEQ \"/flags/\\\\draft\" all 3 ANNOTATION /comment value x", "CHARSET UTF-8 FUZZY TEXT \"x\" OLDER 5 $ EMAILID E1"], static (ref r) => SearchArguments.Parse(ref r, Depth, out _) is SearchParseStatus.Parsed),
        ["SelectArguments.TryParse"] = Of([" INBOX (QRESYNC (1 20 1:5 (1,3 2,4)) CONDSTORE ANNOTATE)", " INBOX"], static (ref r) => SelectArguments.TryParse(ref r, out _)),
        ["SequenceSet.TryParse"] = new(["1:3,5,7:*,$", "4294967295:1"], text => SequenceSet.TryParse(text, 1000, out _)),
        ["SetMetadataArguments.TryParse"] = Of([" INBOX (/shared/comment \"x\" /private/y NIL /shared/z ~{3}\r\n\0ab)"], static (ref r) => SetMetadataArguments.TryParse(ref r, out _)),
        ["SortArguments.Parse"] = Of(["RETURN (UPDATE) (REVERSE DATE DISPLAYFROM ANNOTATION /comment value.priv) UTF-8 ALL"], static (ref r) => SortArguments.Parse(ref r, Depth, out _) is SearchParseStatus.Parsed),
        ["StatusArguments.TryItems"] = Of(["(MESSAGES UNSEEN)"], static (ref r) => StatusArguments.TryItems(ref r, static item => item.Length > 5, out _)),
        ["ThreadArguments.Parse"] = Of(["REFERENCES UTF-8 SUBJECT x"], static (ref r) => ThreadArguments.Parse(ref r, Depth, out _) is SearchParseStatus.Parsed),
    };

    private delegate bool Reading(ref ArgumentReader reader);

    public static TheoryData<string> Names => [.. Table.Keys];

    [Fact]
    public void None_is_left_out()
    {
        string[] prefixes = ["TryParse", "Parse", "TryItems", "TryDecode"];
        var all = typeof(ArgumentReader).Assembly.GetTypes().Where(static type => type.Namespace == typeof(ArgumentReader).Namespace)
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => prefixes.Any(prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}").Distinct();
        Assert.Equal(all.Order(StringComparer.Ordinal), Table.Keys.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void Almost_right_input_neither_throws_nor_takes_memory(string name)
    {
        var parser = Table[name];
        Assert.Contains(parser.Examples, example => parser.Run(Encoding.UTF8.GetBytes(example))); // the examples are what it reads
        MutatedText.Of(parser.Examples, Pieces).Sample(text =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            parser.Run(text);
            return GC.GetAllocatedBytesForCurrentThread() - before < AtAll + (PerOctet * text.Length);
        }, iter: 5_000);
    }

    private static Parser Of(string[] examples, Reading read) => new(examples, text =>
    {
        var reader = new ArgumentReader(text);
        return read(ref reader);
    });

    private sealed record Parser(string[] Examples, Func<byte[], bool> Run);
}
