using System.Security.Cryptography;

namespace Aether.Validation.Messages;

/// <summary>The SHA-256 of a canonicalized body, taken while the octets pass. RFC 6376 §3.4.3, §3.4.4, §3.7.</summary>
/// <param name="canonicalization">Its form.</param>
/// <param name="limit">Octets that count; null for all. RFC 6376 §3.5, l=.</param>
public sealed class BodyHash(Canonicalization canonicalization, long? limit) : IDisposable
{
    /// <summary>Octets looked at in one step: whatever stands there, a step costs no more than that.</summary>
    private const int Window = 512;

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
        while (!octets.IsEmpty)
        {
            int plain = PlainLength(octets[..Math.Min(octets.Length, Window)]);
            if (plain == 0)
            {
                TakeSpecial(octets[0]);
                octets = octets[1..];
                continue;
            }

            Settle();
            Put(octets[..plain]);
            octets = octets[plain..];
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

    /// <summary>How many octets at the start have their canonical form already: relaxed, also single spaces between words.</summary>
    private int PlainLength(ReadOnlySpan<byte> octets)
    {
        bool relaxed = Canonicalization is Canonicalization.Relaxed;
        int end = relaxed ? octets.IndexOfAny((byte)'\r', (byte)'\n', (byte)'\t') : octets.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? octets : octets[..end];
        if (!relaxed)
            return line.Length;
        if (line is [(byte)' ', ..])
            return 0; // it may go on what was held back
        int spaces = line.IndexOf("  "u8);
        return spaces < 0 ? line.TrimEnd((byte)' ').Length : spaces; // what follows a space at the end is not known yet
    }

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
