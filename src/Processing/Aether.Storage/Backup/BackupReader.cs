using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ZstdSharp;

namespace Aether.Storage.Backup;

/// <summary>Reads the records of a backup one after the other, and believes none before its hash was compared.</summary>
internal sealed class BackupReader : IDisposable
{
    private const int MaxJson = 16 << 20;
    private const int PieceSize = 64 << 10;

    private readonly DecompressionStream input;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] json = [];
    private long count;

    /// <exception cref="BackupException">The file is no backup.</exception>
    public BackupReader(Stream file)
    {
        Span<byte> magic = stackalloc byte[BackupWriter.Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(BackupWriter.Magic))
            throw new BackupException("This is not a backup.");
        input = new DecompressionStream(file, leaveOpen: true);
    }

    public BackupKind Kind { get; private set; }

    /// <summary>Octets of the record's body.</summary>
    public long Size { get; private set; }

    /// <summary>Goes to the next record; its body, if it has one, is to be read before the one after.</summary>
    /// <returns>False: the end, and all records were there.</returns>
    /// <exception cref="BackupException">The backup is damaged, or was broken off.</exception>
    public bool Next()
    {
        Span<byte> head = stackalloc byte[BackupWriter.HeadLength];
        Take(head);
        Kind = (BackupKind)head[0];
        int length = BinaryPrimitives.ReadInt32LittleEndian(head[1..]);
        Size = BinaryPrimitives.ReadInt64LittleEndian(head[5..]);
        if (length is < 0 or > MaxJson || Size < 0)
            throw Damaged();
        json = new byte[length];
        Take(json);
        if (Size == 0)
            Check();
        if (Kind is not BackupKind.End)
            return true;
        if (Read(BackupJson.Default.EndRecord).Records != count - 1)
            throw Damaged();
        return false;
    }

    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Damaged();
        }
        catch (JsonException e)
        {
            throw new BackupException($"Record {count} of the backup is not understood: was it made by a newer program?", e);
        }
    }

    /// <summary>Hands the body on piece by piece; it may be believed when this has returned.</summary>
    /// <exception cref="BackupException">It is damaged.</exception>
    public async Task ReadBodyAsync(Func<ReadOnlyMemory<byte>, ValueTask> take)
    {
        if (Size == 0)
            return;
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long left = Size; left > 0;)
            {
                int wanted = (int)Math.Min(left, piece.Length);
                Take(piece.AsSpan(0, wanted));
                await take(piece.AsMemory(0, wanted));
                left -= wanted;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        Check();
    }

    public void Dispose()
    {
        input.Dispose();
        hash.Dispose();
    }

    private void Take(Span<byte> octets)
    {
        try
        {
            input.ReadExactly(octets);
        }
        catch (Exception e) when (e is EndOfStreamException or ZstdException)
        {
            throw new BackupException($"The backup is damaged or was broken off, behind record {count}.", e);
        }
        hash.AppendData(octets);
    }

    private void Check()
    {
        byte[] expected = hash.GetHashAndReset();
        byte[] found = new byte[expected.Length];
        Take(found);
        hash.GetHashAndReset();
        if (!found.AsSpan().SequenceEqual(expected))
            throw Damaged();
        count++;
    }

    private BackupException Damaged() => new($"The backup is damaged, in record {count + 1}.");
}
