using System.Text;

namespace Aether.Storage.Search.Attachments;

/// <summary>Text taken out of one attachment, up to a bound of octets and of time; whoever gives more hears that it is enough.</summary>
internal sealed class AttachmentText(int maxOctets, TimeProvider clock, TimeSpan time)
{
    private readonly StringBuilder text = new();
    private readonly long started = clock.GetTimestamp();
    private int left = maxOctets;

    public bool IsEnough => left <= 0 || clock.GetElapsedTime(started) > time;

    /// <summary>Takes text, with a space behind it.</summary>
    /// <returns>False: it is enough.</returns>
    public bool Take(ReadOnlySpan<char> piece)
    {
        if (IsEnough)
            return false;
        // A character is at most three octets; the bound may be met a little early.
        var taken = piece[..Math.Min(piece.Length, left)];
        text.Append(taken).Append(' ');
        left -= Encoding.UTF8.GetByteCount(taken) + 1;
        return left > 0;
    }

    public override string ToString() => text.ToString();
}
