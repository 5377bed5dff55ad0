using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aether.Storage.Blobs;
using ZstdSharp;

namespace Aether.Storage.Backup;

/// <summary>
/// Writes the records of a backup: behind a magic of eight octets a zstd stream of records, each a kind, the lengths of its JSON
/// and of its octets, both of them, and a SHA-256 over all that.
/// </summary>
internal sealed class BackupWriter : IDisposable
{
    /// <summary>Kind, length of the JSON, length of the octets.</summary>
    public const int HeadLength = 1 + 4 + 8;

    public const int Version = 1;

    private const int Level = 3;
    private const int PieceSize = 64 << 10;

    private readonly CompressionStream output;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public BackupWriter(Stream file)
    {
        file.Write(Magic);
        output = new CompressionStream(file, Level, leaveOpen: true);
    }

    public static ReadOnlySpan<byte> Magic => "AeBackup"u8;

    /// <summary>Records written.</summary>
    public long Count { get; private set; }

    public void Write<T>(BackupKind kind, T record, JsonTypeInfo<T> type)
    {
        Begin(kind, JsonSerializer.SerializeToUtf8Bytes(record, type), 0);
        End();
    }

    /// <summary>Writes a record with the octets of a body, which were checked to be readable.</summary>
    public async Task WriteAsync<T>(BackupKind kind, T record, JsonTypeInfo<T> type, BodyReader body, CancellationToken ct)
    {
        Begin(kind, JsonSerializer.SerializeToUtf8Bytes(record, type), body.Size);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long at = 0; at < body.Size;)
            {
                int read = await body.ReadAsync(at, piece, ct);
                Put(piece.AsSpan(0, read));
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        End();
    }

    /// <summary>Writes the last record and closes the stream; the file stays open.</summary>
    public void Complete()
    {
        Write(BackupKind.End, new EndRecord(Count), BackupJson.Default.EndRecord);
        output.Dispose();
    }

    public void Dispose()
    {
        output.Dispose();
        hash.Dispose();
    }

    private void Begin(BackupKind kind, byte[] json, long octets)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[5..], octets);
        Put(head);
        Put(json);
    }

    private void Put(ReadOnlySpan<byte> octets)
    {
        hash.AppendData(octets);
        output.Write(octets);
    }

    private void End()
    {
        output.Write(hash.GetHashAndReset());
        Count++;
    }
}
