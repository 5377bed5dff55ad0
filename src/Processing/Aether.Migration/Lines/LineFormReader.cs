using System.Buffers;

namespace Aether.Migration.Lines;

/// <summary>Turns the lines of a stored message into those of the wire, piece by piece: CRLF at each end, the quotes of mbox taken off. RFC 5322 §2.1, RFC 4155.</summary>
internal struct LineFormReader(LineForm form)
{
    private const int LongestWord = 5;

    private bool afterCr;
    private bool insideLine;
    private int quotes;
    private int matched;

    private static ReadOnlySpan<byte> From => "From "u8;

    public void Read(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        if (form is LineForm.AsTheyAre)
        {
            output.Write(octets);
            return;
        }

        foreach (byte octet in octets)
            Step(octet, output);
    }

    /// <summary>Gives what was held back.</summary>
    public void Complete(IBufferWriter<byte> output) => Release(output, dropQuote: false);

    private void Step(byte octet, IBufferWriter<byte> output)
    {
        if (form is LineForm.Mbox && !insideLine)
        {
            if (octet is (byte)'>' && matched is 0)
            {
                quotes++;
                return;
            }

            if (quotes > 0 && octet == From[matched])
            {
                if (++matched == LongestWord)
                    Release(output, dropQuote: true);
                return;
            }

            Release(output, dropQuote: false);
        }

        insideLine = octet is not (byte)'\n';
        if (octet is (byte)'\n' && !afterCr)
            Put(output, (byte)'\r');
        afterCr = octet is (byte)'\r';
        Put(output, octet);
    }

    /// <summary>The line has shown what it is: writes its begin.</summary>
    private void Release(IBufferWriter<byte> output, bool dropQuote)
    {
        if (quotes is 0 && matched is 0)
            return;
        for (int i = dropQuote ? 1 : 0; i < quotes; i++)
            Put(output, (byte)'>');
        output.Write(From[..matched]);
        (quotes, matched, insideLine, afterCr) = (0, 0, true, false);
    }

    private static void Put(IBufferWriter<byte> output, byte octet)
    {
        output.GetSpan(1)[0] = octet;
        output.Advance(1);
    }
}
