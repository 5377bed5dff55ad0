using System.Buffers;
using Aether.Mime.Structure;

namespace Aether.Mime.Tests.Structure;

/// <summary>BODYSTRUCTURE and the BODY made from it. RFC 3501 §7.4.2.</summary>
public sealed class BodyStructureTests
{
    [Theory]
    [InlineData("\nhello\n",
        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 7 1 NIL NIL NIL NIL)",
        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 7 1)")]
    [InlineData("Content-Type: nonsense\n\n",
        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL)",
        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0)")]
    [InlineData("Content-Type: image/PNG; name=\"a b.png\"; x=caf\u00E9 (comment)\nContent-Transfer-Encoding: BASE64\nContent-ID: <i>\nContent-Description: d\nContent-MD5: m\nContent-Disposition: attachment; filename*0=a; filename*1=b\nContent-Language: en, de\nContent-Location: l\n\nAAAA",
        "(\"image\" \"PNG\" (\"name\" \"a b.png\" \"x\" {4}\r\ncaf\u00E9) \"<i>\" \"d\" \"BASE64\" 4 \"m\" (\"attachment\" (\"filename*0\" \"a\" \"filename*1\" \"b\")) (\"en\" \"de\") \"l\")",
        "(\"image\" \"PNG\" (\"name\" \"a b.png\" \"x\" {4}\r\ncaf\u00E9) \"<i>\" \"d\" \"BASE64\" 4)")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b--\nepilogue",
        "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
        "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0) \"mixed\")")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\none\n--b\nContent-Type: text/html\n\ntwo\n\n--b--\n",
        "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 0 NIL NIL NIL NIL)(\"text\" \"html\" NIL NIL NIL \"7bit\" 5 1 NIL NIL NIL NIL) \"alternative\" (\"boundary\" \"b\") NIL NIL NIL)",
        "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 0)(\"text\" \"html\" NIL NIL NIL \"7bit\" 5 1) \"alternative\")")]
    [InlineData("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: in (side\n\nbody\n--b--",
        "((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 25 (NIL \"in (side\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 4 0 NIL NIL NIL NIL) 2 NIL NIL NIL NIL) \"digest\" (\"boundary\" \"b\") NIL NIL NIL)",
        "((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 25 (NIL \"in (side\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 4 0) 2) \"digest\")")]
    public void Structures_are_written_and_trimmed(string message, string structure, string body)
    {
        var facts = Scan.Whole(message);

        Assert.Equal(structure, Scan.Text(facts.BodyStructure));
        Assert.Equal(body, Body(facts.BodyStructure));
    }

    public static TheoryData<string> Names => [.. Samples.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_sample_has_balanced_structures(string name)
    {
        var facts = Scan.Whole(Samples.Read(name));

        AssertBalanced(Scan.Text(facts.BodyStructure));
        AssertBalanced(Scan.Text(facts.Envelope));
        AssertBalanced(Body(facts.BodyStructure));
    }

    private static string Body(ReadOnlyMemory<byte> structure)
    {
        var output = new ArrayBufferWriter<byte>();
        BodyStructureTrimmer.WriteBody(output, structure.Span);
        return Scan.Text(output.WrittenMemory);
    }

    /// <summary>One parenthesised list with nothing behind it.</summary>
    private static void AssertBalanced(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '"')
            {
                for (i++; text[i] is not '"'; i++)
                    i += text[i] is '\\' ? 1 : 0;
            }
            else if (text[i] is '{')
            {
                int close = text.IndexOf('}', i);
                i = close + 2 + int.Parse(text[(i + 1)..close], System.Globalization.CultureInfo.InvariantCulture);
            }
            else
            {
                depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
                Assert.True(depth > 0 || i == text.Length - 1, text);
            }
        }

        Assert.Equal(0, depth);
    }
}
