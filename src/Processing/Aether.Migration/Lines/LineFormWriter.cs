using System.Buffers;

namespace Aether.Migration.Lines;

/// <summary>Turns the lines of the wire into those of files, piece by piece: LF at each end, and for mbox a greater-than sign in front of From. RFC 4155.</summary>
internal struct LineFormWriter(LineForm form)
{
    private bool heldCr;
    private bool insideLine;
    private int quotes;
    private int matched;

    private static ReadOnlySpan<byte> From => "From "u8;

    public void Write(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        foreach (byte octet in octets)
            Step(octet, output);
    }

    /// <summary>Gives what was held back, and ends the last line.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        Release(output, addQuote: false);
        if (heldCr)
            Put(output, (byte)'\r');
        if (insideLine || heldCr)
            Put(output, (byte)'\n');
    }

    private void Step(byte octet, IBufferWriter<byte> output)
    {
        if (form is LineForm.Mbox && !insideLine && !heldCr)
        {
            if (octet is (byte)'>' && matched is 0)
            {
                quotes++;
                return;
            }

            if (octet == From[matched])
            {
                if (++matched == From.Length)
                    Release(output, addQuote: true);
                return;
            }

            Release(output, addQuote: false);
        }

        if (heldCr && octet is not (byte)'\n')
        {
            Put(output, (byte)'\r'); // a lone one is part of the line
            insideLine = true;
        }

        heldCr = octet is (byte)'\r';
        if (heldCr)
            return;
        insideLine = octet is not (byte)'\n';
        Put(output, octet);
    }

    private void Release(IBufferWriter<byte> output, bool addQuote)
    {
        if (quotes is 0 && matched is 0)
            return;
        for (int i = addQuote ? -1 : 0; i < quotes; i++)
            Put(output, (byte)'>');
        output.Write(From[..matched]);
        (quotes, matched, insideLine) = (0, 0, true);
    }

    private static void Put(IBufferWriter<byte> output, byte octet)
    {
        output.GetSpan(1)[0] = octet;
        output.Advance(1);
    }
}
