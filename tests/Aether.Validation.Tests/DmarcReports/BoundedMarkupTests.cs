using System.Text;
using System.Xml;
using Aether.Validation.DmarcReports;
using CsCheck;

namespace Aether.Validation.Tests.DmarcReports;

/// <summary>What a reader of XML would hold as a whole is bounded, however a stranger writes it (case D07).</summary>
public sealed class BoundedMarkupTests
{
    private const int Large = 20_000_000;

    [Theory]
    [InlineData("<feedback a=\"", "\"/>")]
    [InlineData("<feedback a='>", "'/>")]
    [InlineData("<feedback><!-- > <x ' --><b c='>", "'/></feedback>")]
    [InlineData("<feedback><![CDATA[ <x \" ]]><?y ' ?><b c=\"'", "\"/></feedback>")]
    [InlineData("<feedback><", "/></feedback>")]
    [InlineData("<feedback ", "=\"1\"/>")]
    [InlineData("<feedback><!--", "--></feedback>")]
    [InlineData("<feedback><![CDATA[", "]]></feedback>")]
    [InlineData("<feedback><?x ", "?></feedback>")]
    [InlineData("<feedback xmlns:a=\"", "\"/>")]
    public void Giant_markup_costs_little(string before, string after)
    {
        using var xml = new Repeated(before, "x", Large, after);
        Assert.Equal("a tag of it is too long", Measure(xml).Problem);
    }

    [Theory]
    [InlineData("<feedback>", "<a b='1' c='2'><!-- d --></a>", "</feedback>", "does not say")]
    [InlineData("<feedback><report_metadata><org_name>", "xxxxxxxxxx", "</org_name></report_metadata></feedback>", "does not say")]
    public void Much_of_what_is_small_costs_little(string before, string piece, string after, string problem)
    {
        using var xml = new Repeated(before, piece, Large / piece.Length, after);
        Assert.Contains(problem, Measure(xml).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_bounded()
    {
        string many = "<feedback>" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<n{i}/>")) + "</feedback>";
        Assert.Equal("it has too many different names", DmarcReportReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(many)), new DmarcReportLimits()).Problem);
    }

    /// <summary>Where a reader of XML finds an attribute that is too long, the bound has found it before; and what is short is handed on as it is.</summary>
    [Fact]
    public void No_writing_of_it_escapes()
    {
        const int Most = 24;
        string[] pieces = ["<a", " b='", " c=\"", "'", "\"", ">", "/>", "</a>", "<!--", "-->", "-", "<![CDATA[", "]]>", "]", "<?p ", "?>", "?", "xxxxxxxxxxxxxxxxxxxx", "y", " ", "&lt;", "<", "!"];
        Gen.Int[0, pieces.Length - 1].Array[0, 14].Sample(
            chosen =>
            {
                string xml = "<r>" + string.Concat(chosen.Select(i => pieces[i])) + "</r>";
                int longest = Longest(new StringReader(xml));
                if (longest < 0)
                    return;
                try
                {
                    Assert.InRange(Longest(new BoundedMarkup(new StringReader(xml), Most)), 0, Most);
                }
                catch (InvalidDataException)
                {
                    Assert.Contains(xml.Split('<'), piece => piece.Length >= Most - 1 || xml.Contains("<!", StringComparison.Ordinal) || xml.Contains("<?", StringComparison.Ordinal));
                }
            },
            iter: 200_000);
    }

    /// <returns>The longest attribute; -1: it is no XML.</returns>
    private static int Longest(TextReader text)
    {
        int longest = 0;
        try
        {
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (xml.Read())
            {
                for (bool more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
                    longest = Math.Max(longest, xml.Value.Length);
            }

            return longest;
        }
        catch (XmlException)
        {
            return -1;
        }
    }

    /// <summary>Reads a report whose octets are there already, and asserts that all that is made for it together is small.</summary>
    private static (DmarcReport? Report, string Problem) Measure(MemoryStream xml)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var read = DmarcReportReader.Read(xml, new DmarcReportLimits());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L << 20);
        return read;
    }

    /// <summary>A text in which one piece stands very often.</summary>
    private sealed class Repeated(string before, string piece, long times, string after) : MemoryStream(Encoding.ASCII.GetBytes(before + string.Concat(Enumerable.Repeat(piece, (int)times)) + after), writable: false);
}
