using System.Text;
using Aether.Validation.Checks;
using Aether.Validation.Tests.Dkim;
using CsCheck;

namespace Aether.Validation.Tests.Checks;

public class MessageGateTests
{
    private static readonly Gen<string> Messages = Gen.Int[0, 11].Select(i => ((string[])
        ["A: b\r\n", "\r\n", "\n", "B: c\r\n\td\r\n", "no field\r\n", "x", "\r", "Authentication-Results: mx.test; a=b\r\n", "Authentication-Results: other.test; a=b\r\n", "authentication-results : (c) MX.test.\r\n\t; d\r\n", "\0", "\r\n\r\n"])[i]).Array[0, 12].Select(string.Concat);

    [Theory] // D06
    [InlineData("A: 1\r\nAuthentication-Results: mx.test; dmarc=pass\r\n\tfolded\r\nB: 2\r\n\r\nAuthentication-Results: mx.test; in the body\r\n", "A: 1\r\nB: 2\r\n\r\nAuthentication-Results: mx.test; in the body\r\n")]
    [InlineData("Authentication-Results: \"MX.test\" 1; spf=pass\r\n\r\n", "\r\n")]
    [InlineData("Authentication-Results: other.test; spf=pass\r\n\r\nbody", "Authentication-Results: other.test; spf=pass\r\n\r\nbody")]
    [InlineData("Authentication-Results: mx.test; spf=pass\r\n", "")]
    [InlineData("BIMI-Location: v=BIMI1; l=https://a.test/x\r\nA: 1\r\nbimi-indicator: AAAA\r\n BBBB\r\nBIMI-Logo-Preference: avp=brand\r\nBIMI-Selector: v=BIMI1; s=a\r\n\r\n", "A: 1\r\nBIMI-Selector: v=BIMI1; s=a\r\n\r\n")]
    [InlineData("", "")]
    [InlineData("\r\nbody", "\r\nbody")]
    public void What_claims_to_be_ours_does_not_pass(string message, string expected) => Assert.Equal(expected, Pass(message, 3).Passed);

    [Fact]
    public void All_else_passes_as_it_is_however_it_is_cut() => Gen.Select(Messages, Gen.Int[1, 9]).Sample(
        (message, cut) =>
        {
            var whole = Pass(message, int.MaxValue);
            Assert.Equal(whole, Pass(message, cut));
            if (!message.Contains("mx.test", StringComparison.OrdinalIgnoreCase))
                Assert.Equal(message, whole.Passed);
        },
        iter: 20_000);

    [Fact]
    public void The_body_is_hashed_while_it_passes() => Assert.Equal(Convert.ToHexString(Samples.BodyHash(Samples.Mail)), Pass(Samples.Mail, 5).Hash);

    [Fact]
    public void A_header_without_end_passes_unseen()
    {
        var gate = new MessageGate("mx.test", 100, null, wantsHash: false);
        var passed = new StringBuilder();
        for (int i = 0; i < 50; i++)
            gate.Write("Authentication-Results: mx.test; a\r\n"u8, octets => passed.Append(Encoding.ASCII.GetString(octets)));
        Assert.InRange(gate.Held, 0, 0);
        Assert.Equal(50 * 36, passed.Length);
        Assert.Null(gate.Header);
    }

    private static (string Passed, string Hash) Pass(string message, int cut)
    {
        using var gate = new MessageGate("mx.test", 64 << 10, null, wantsHash: true);
        var passed = new StringBuilder();
        OctetSink sink = octets => passed.Append(Encoding.Latin1.GetString(octets));
        foreach (var piece in Encoding.Latin1.GetBytes(message).Chunk(Math.Min(cut, Math.Max(message.Length, 1))))
            gate.Write(piece, sink);
        gate.Complete(sink);
        return (passed.ToString(), Convert.ToHexString(gate.Hash!.Complete()));
    }
}
