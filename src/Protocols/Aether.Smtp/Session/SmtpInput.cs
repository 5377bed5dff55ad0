using System.Buffers;
using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>
/// What a session reads at the moment: a command line, content behind DATA, a chunk, an answer to AUTH. The loop hands
/// over bytes; an input never reads and never writes.
/// </summary>
internal abstract class SmtpInput
{
    /// <summary>Message content: held to the minimum rate.</summary>
    public virtual bool IsContent => false;

    /// <summary>What asked for this input had to be the last of its group: bytes already behind it are not to be trusted. RFC 2920 §3.1.</summary>
    public virtual bool ForbidsPipelining => false;

    /// <summary>Takes what belongs to it off <paramref name="buffer"/>.</summary>
    /// <returns>True when it is complete.</returns>
    public abstract bool TryTake(ref ReadOnlySequence<byte> buffer);

    /// <summary>Acts on a complete input; called once for each time <see cref="TryTake"/> was true.</summary>
    public abstract ValueTask<SmtpReply> CompleteAsync(CancellationToken ct);

    /// <summary>Before the session waits for more: lets content go to the store.</summary>
    public virtual ValueTask FlushAsync(CancellationToken ct) => ValueTask.CompletedTask;
}
