using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Imap.Commands.Threading;

/// <summary>Stands for a message id or a base subject: sixteen octets, however long the text is, so that what threading holds in memory is bounded by counts.</summary>
internal readonly record struct ThreadKey(UInt128 Value)
{
    /// <summary>Of an empty text.</summary>
    public static ThreadKey None => default;

    public static ThreadKey Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static ThreadKey Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return None;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return new ThreadKey(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }
}
