using Aether.Storage.Durability;

namespace Aether.Storage.Tests.Messages;

/// <summary>A file in memory that counts what is read of it.</summary>
internal sealed class MemoryFile : IDiskFile
{
    /// <summary>As long as it has to be.</summary>
    public byte[] Octets { get; private set; } = [];

    public long Length => Octets.Length;

    public long OctetsRead { get; set; }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (offset + bytes.Length > Octets.Length)
            Octets = [.. Octets, .. new byte[offset + bytes.Length - Octets.Length]];
        bytes.CopyTo(Octets.AsSpan((int)offset));
    }

    public int Read(Span<byte> bytes, long offset)
    {
        var read = Octets.AsSpan((int)Math.Min(offset, Octets.Length));
        read = read[..Math.Min(read.Length, bytes.Length)];
        read.CopyTo(bytes);
        OctetsRead += read.Length;
        return read.Length;
    }

    public void Truncate(long length) => Octets = Octets[..(int)length];

    public void Sync()
    {
    }

    public void Dispose()
    {
    }
}
