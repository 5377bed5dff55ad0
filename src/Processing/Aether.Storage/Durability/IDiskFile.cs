namespace Aether.Storage.Durability;

/// <summary>A file that is written at given offsets and made durable by a checked sync.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <exception cref="IOException">The disk is full or broken; nobody knows how much was written.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <returns>How many octets were read: fewer than asked for only at the end.</returns>
    /// <exception cref="IOException">The disk is broken.</exception>
    int Read(Span<byte> bytes, long offset);

    /// <summary>Cuts the file off.</summary>
    void Truncate(long length);

    /// <exception cref="IOException">The sync failed: never retry it, end the process.</exception>
    void Sync();
}
