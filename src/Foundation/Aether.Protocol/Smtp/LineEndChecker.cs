using System.Buffers;

namespace Aether.Protocol.Smtp;

/// <summary>Watches content that comes by BDAT without BINARYMIME: it must be lines ended by CRLF, as behind DATA. RFC 3030 §2, RFC 5321 §2.3.8.</summary>
public struct LineEndChecker
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\r\n\0"u8);
    private bool afterCr;

    public bool Broken { get; private set; }

    public void Watch(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (afterCr)
            {
                afterCr = false;
                Broken |= content[0] != (byte)'\n';
                content = content[0] == (byte)'\n' ? content[1..] : content;
                continue;
            }

            int next = content.IndexOfAny(Special);
            if (next < 0)
                return;
            afterCr = content[next] == (byte)'\r';
            Broken |= !afterCr;
            content = content[(next + 1)..];
        }
    }

    /// <summary>The content has ended: a CR at its very end has lost its LF.</summary>
    public void Finish() => Broken |= afterCr;
}
