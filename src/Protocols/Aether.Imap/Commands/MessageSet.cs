using System.Diagnostics.CodeAnalysis;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>The message set that begins the arguments of FETCH, STORE, COPY and MOVE. RFC 3501 §9 sequence-set.</summary>
internal static class MessageSet
{
    /// <summary>No line is long enough for more.</summary>
    public const int MaxRanges = 32 * 1024;

    public static bool TryRead(ref ArgumentReader reader, [NotNullWhen(true)] out SequenceSet? set)
    {
        set = null;
        return reader.TrySpace() && reader.TrySequenceSet(MaxRanges, out set) && reader.TrySpace();
    }
}
