using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Aether.Validation.Bimi;
using Aether.Validation.Messages;
using Aether.Validation.Results;

namespace Aether.Validation.Checks;

/// <summary>
/// Stands between the wire and the store: keeps the header until it is whole, shows it to the checks, lets it pass without the
/// results and indicators that somebody forged in our name (case D06, RFC 8601 §5), and hashes the body that follows while it passes.
/// </summary>
/// <param name="serviceId">Our name in results.</param>
/// <param name="maxHeader">A longer header passes unseen: whoever parses the message refuses it for that.</param>
/// <param name="check">The checks of the message, if there are any.</param>
/// <param name="wantsHash">The body will be signed.</param>
public sealed class MessageGate(string serviceId, int maxHeader, MessageCheck? check, bool wantsHash) : IDisposable
{
    private readonly BodyHashes bodies = new();
    private readonly ArrayBufferWriter<byte> held = new(4096);
    private int lineHeld; // octets of the last line that are held
    private bool open;

    /// <summary>Octets of the header that have come and not yet passed.</summary>
    public int Held => open ? 0 : held.WrittenCount;

    /// <summary>The header as it passed; null before it has, and when it was too long.</summary>
    public HeaderBlock? Header { get; private set; }

    /// <summary>The relaxed hash of the whole body, where it was wanted.</summary>
    public BodyHash? Hash { get; private set; }

    public MessageCheck? Check => check;

    public void Write(ReadOnlySpan<byte> octets, OctetSink sink)
    {
        if (!open)
            Hold(ref octets, sink);
        if (octets.IsEmpty)
            return;
        bodies.Append(octets);
        sink(octets);
    }

    /// <summary>The message has ended; a header without a body passes now.</summary>
    public void Complete(OctetSink sink)
    {
        if (!open)
            Open(held.WrittenMemory, sink);
    }

    public void Dispose()
    {
        bodies.Dispose();
        check?.Dispose();
    }

    /// <summary>Keeps what belongs to the header, and leaves what belongs to the body.</summary>
    private void Hold(ref ReadOnlySpan<byte> octets, OctetSink sink)
    {
        bool isWhole = TryFindEnd(octets, out int end);
        held.Write(octets[..end]);
        octets = octets[end..];
        if (isWhole)
        {
            Open(held.WrittenMemory, sink);
        }
        else if (held.WrittenCount > maxHeader)
        {
            open = true;
            sink(held.WrittenSpan);
        }
    }

    /// <summary>The header ends behind its empty line.</summary>
    private bool TryFindEnd(ReadOnlySpan<byte> octets, out int end)
    {
        end = 0;
        while (octets[end..].IndexOf((byte)'\n') is var length and >= 0)
        {
            var line = octets.Slice(end, length);
            bool isEmpty = lineHeld switch
            {
                0 => line is [] or [(byte)'\r'],
                1 => line.IsEmpty && held.WrittenSpan[^1] is (byte)'\r',
                _ => false,
            };
            end += length + 1;
            lineHeld = 0;
            if (isEmpty)
                return true;
        }

        lineHeld += octets.Length - end;
        end = octets.Length;
        return false;
    }

    private void Open(ReadOnlyMemory<byte> octets, OctetSink sink)
    {
        open = true;
        var header = new HeaderBlock(octets);
        check?.TakeHeader(header, bodies);
        Header = TryClean(header, octets, out var clean) ? new HeaderBlock(clean) : header;
        Hash = wantsHash ? bodies.Want(Canonicalization.Relaxed, null) : null;
        sink(Header.Octets.Span);
    }

    private bool TryClean(HeaderBlock header, ReadOnlyMemory<byte> octets, [NotNullWhen(true)] out byte[]? clean)
    {
        clean = null;
        if (!header.Fields.Any(IsForged))
            return false;
        var kept = new ArrayBufferWriter<byte>(octets.Length);
        int length = 0;
        foreach (var field in header.Fields)
        {
            length += field.Whole.Length;
            if (!IsForged(field))
                kept.Write(field.Whole.Span);
        }

        kept.Write(octets.Span[length..]);
        clean = kept.WrittenSpan.ToArray();
        return true;
    }

    private bool IsForged(HeaderEntry field) => BimiFields.IsOurs(field.Name)
        || (field.Name.Equals("Authentication-Results", StringComparison.OrdinalIgnoreCase) && AuthenticationResults.IsFrom(field.Text, serviceId));
}
