using System.Security.Cryptography;

namespace Aether.Validation.Messages;

/// <summary>The SHA-256 of a canonicalized body, taken while the octets pass. RFC 6376 §3.4.3, §3.4.4, §3.7.</summary>
/// <param name="canonicalization">Its form.</param>
/// <param name="limit">Octets that count; null for all. RFC 6376 §3.5, l=.</param>
public sealed class BodyHash(Canonicalization canonicalization, long? limit) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] pending = new byte[2048];
    private int pendingLength;
    private long deferredLines;
    private bool deferredSpace;
    private bool heldCr;
    private bool hasContent;
    private byte[]? result;

    public Canonicalization Canonicalization { get; } = canonicalization;

    public long? Limit { get; } = limit;

    /// <summary>Octets of the canonical form so far, whether they count or not.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> octets)
    {
        bool relaxed = Canonicalization is Canonicalization.Relaxed;
        while (!octets.IsEmpty)
        {
            int plain = relaxed ? octets.IndexOfAny("\r\n \t"u8) : octets.IndexOfAny((byte)'\r', (byte)'\n');
            if (plain != 0)
            {
                var run = plain < 0 ? octets : octets[..plain];
                Settle();
                Put(run);
                octets = octets[run.Length..];
                continue;
            }

            TakeSpecial(octets[0]);
            octets = octets[1..];
        }
    }

    /// <summary>Ends the body.</summary>
    public byte[] Complete()
    {
        if (result is not null)
            return result;
        if (heldCr)
            Settle();

        // Simple: exactly one line end stands at the end, even of nothing. Relaxed: nothing stays nothing.
        if (hasContent || Canonicalization is Canonicalization.Simple)
            Put("\r\n"u8);
        Flush();
        return result = hash.GetHashAndReset();
    }

    public void Dispose() => hash.Dispose();

    private void TakeSpecial(byte octet)
    {
        switch (octet)
        {
            case (byte)'\n' when heldCr:
                heldCr = deferredSpace = false; // relaxed: white space at the end of a line is dropped
                deferredLines++;
                break;
            case (byte)'\r':
                if (heldCr)
                    Settle();
                heldCr = true;
                break;
            case (byte)'\n':
                Settle();
                Put("\n"u8); // alone it is no line end
                break;
            default:
                if (heldCr)
                    Settle();
                deferredSpace = true;
                break;
        }
    }

    /// <summary>Content follows, so what was held back counts.</summary>
    private void Settle()
    {
        for (; deferredLines > 0; deferredLines--)
            Put("\r\n"u8);
        if (deferredSpace)
            Put(" "u8);
        if (heldCr)
            Put("\r"u8);
        deferredSpace = heldCr = false;
        hasContent = true;
    }

    private void Put(ReadOnlySpan<byte> octets)
    {
        long room = (Limit ?? long.MaxValue) - Length;
        Length += octets.Length;
        if (room <= 0)
            return;
        if (octets.Length > room)
            octets = octets[..(int)room];
        if (octets.Length > pending.Length - pendingLength)
            Flush();
        if (octets.Length > pending.Length)
        {
            hash.AppendData(octets);
            return;
        }

        octets.CopyTo(pending.AsSpan(pendingLength));
        pendingLength += octets.Length;
    }

    private void Flush()
    {
        hash.AppendData(pending, 0, pendingLength);
        pendingLength = 0;
    }
}
