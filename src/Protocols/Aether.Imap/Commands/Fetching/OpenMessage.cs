using Aether.Mime.Structure;
using Aether.Storage.Blobs;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Fetching;

/// <summary>A message being read: its part index and its octets, opened when first asked for.</summary>
internal sealed class OpenMessage(MessageStore messages, EmailRow email) : IDisposable
{
    /// <summary>Header octets looked at for the sake of single fields; a longer header is cut.</summary>
    private const int MaxHeader = 1024 * 1024;

    private BodyReader? reader;
    private PartIndex? parts;

    public EmailRow Email { get; } = email;

    public long Size => Email.Prefix.Length + Email.BlobSize;

    /// <exception cref="InvalidDataException">The stored index is damaged.</exception>
    public PartIndex Parts => parts ??= PartIndex.TryRead(Email.Parts.Span, Email.Prefix.Length, out var read)
        ? read
        : throw new InvalidDataException($"The part index of email {Email.Id} is damaged.");

    public async ValueTask<BodyReader> OpenAsync(CancellationToken ct) => reader ??= await messages.OpenBodyAsync(Email, ct);

    /// <summary>The header of a part, in memory.</summary>
    public async ValueTask<byte[]> ReadHeaderAsync(PartEntry part, CancellationToken ct)
    {
        var body = await OpenAsync(ct);
        byte[] header = new byte[Math.Min(part.HeaderLength, MaxHeader)];
        for (int read = 0; read < header.Length;)
        {
            int count = await body.ReadAsync(part.HeaderStart + read, header.AsMemory(read), ct);
            if (count is 0)
                return header[..read];
            read += count;
        }

        return header;
    }

    public void Dispose() => reader?.Dispose();
}
