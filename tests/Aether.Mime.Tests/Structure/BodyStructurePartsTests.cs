using System.Text;
using Aether.Mime.Structure;

namespace Aether.Mime.Tests.Structure;

public sealed class BodyStructurePartsTests
{
    /// <summary>Only what the transfer encoding sets is told anew: the encoding, the octets, and the lines of text. RFC 5524 §3.2.</summary>
    [Theory]
    [InlineData("""("text" "plain" ("charset" "utf-8") NIL NIL "base64" 8 2 NIL NIL NIL NIL)""", """("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)""")]
    [InlineData("""("image" "png" ("name" "a \"b\" (c)") "<id>" "so" "base64" 8 NIL ("attachment" ("filename" "x")) NIL NIL)""", """("image" "png" ("name" "a \"b\" (c)") "<id>" "so" "7bit" 5 NIL ("attachment" ("filename" "x")) NIL NIL)""")]
    [InlineData("""("TEXT" "html" NIL NIL NIL "quoted-printable" 80 4)""", """("TEXT" "html" NIL NIL NIL "7bit" 5 1)""")]
    [InlineData("""("image" "gif" NIL NIL NIL "base64" 80)""", """("image" "gif" NIL NIL NIL "7bit" 5)""")]
    public void A_decoded_part_is_described_as_it_is_sent(string stored, string told) =>
        Assert.Equal(told, Encoding.ASCII.GetString(BodyStructureParts.Decoded(Encoding.ASCII.GetBytes(stored), "7bit", 5, 1)));

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("(\"text\" \"plain\"")]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 3")]
    public void What_is_cut_short_stays_as_it_is(string stored) =>
        Assert.Equal(stored, Encoding.ASCII.GetString(BodyStructureParts.Decoded(Encoding.ASCII.GetBytes(stored), "7bit", 5, 1)));
}
