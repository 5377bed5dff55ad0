using Aether.Mime.Scanning;
using Aether.Protocol.Smtp;
using Aether.Storage;
using Aether.Storage.Bodies;
using Aether.Validation.Checks;

namespace Aether.Smtp.Session;

/// <summary>
/// Content on its way into a draft. What breaks a limit is dropped from there on, while its octets are still read:
/// the client hears of it in the reply to the whole (RFC 5321 §4.5.3.1.9), and the session stays in step.
/// </summary>
/// <param name="draft">Where it goes.</param>
/// <param name="limits">What bounds it.</param>
/// <param name="header">What looks at the header of a submitted message; null: nobody does.</param>
/// <param name="gate">What checks its sender or signs it; null: nothing does.</param>
internal sealed class IncomingContent(MessageDraft draft, SmtpLimits limits, SubmittedHeader? header, MessageGate? gate) : IAsyncDisposable
{
    private const int DropGrace = 64 << 10;
    private LineEndChecker lines;
    private long dropped;
    private long lineLength;

    /// <summary>Why it won't be taken, or null.</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>Who it says it is from, where that matters.</summary>
    public SubmittedHeader? Header => header;

    /// <summary>So much was dropped that no end is in sight: reading on is worth less than the connection.</summary>
    public bool IsEndless => dropped > limits.MaxMessageSize + DropGrace;

    /// <summary>Its header and what is to be known of its sender; null where nobody asks.</summary>
    public MessageGate? Gate => gate;

    public SenderJudgement Judgement { get; private set; } = SenderJudgement.None;

    public void Append(ReadOnlySpan<byte> octets)
    {
        if (Refusal is null && draft.Size + (gate?.Held ?? 0) + octets.Length > limits.MaxMessageSize)
            Refusal = Replies.TooBig;
        if (Refusal is not null)
        {
            dropped += octets.Length;
            return;
        }

        if (header is null)
            Keep(octets);
        else
            header.Pass(octets, Keep);
        if (draft.Scanner.Violation is not HeaderViolation.None)
            Refusal = Replies.HeaderTooBig;
        else if (draft.Scanner.ReceivedCount > limits.MaxHops)
            Refusal = Replies.TooManyHops; // RFC 5321 §6.3
    }

    /// <summary>Takes octets of a chunk that must be lines of text.</summary>
    public void AppendText(ReadOnlySpan<byte> octets)
    {
        lines.Watch(octets);
        AppendLines(octets);
    }

    /// <summary>Takes octets whose line ends are known to be sound. RFC 5321 §4.5.3.1.6 asks for 998 octets a line; more are taken, not without end.</summary>
    public void AppendLines(ReadOnlySpan<byte> octets)
    {
        if (IsLineTooLong(octets))
            Refusal ??= Replies.LineTooLongInText;
        Append(octets);
    }

    public async ValueTask FlushAsync(CancellationToken ct)
    {
        if (Refusal is not null)
            return;
        try
        {
            await draft.FlushAsync(ct);
        }
        catch (StoreUnavailableException)
        {
            Refusal = Replies.StoreUnavailable;
        }
    }

    /// <summary>The content has ended in the middle of a line end, or held a lone CR, LF or NUL.</summary>
    public void Finish()
    {
        lines.Finish();
        if (lines.Broken)
            Break();
    }

    public void Break() => Refusal ??= Replies.BrokenLineEnds;

    /// <summary>All octets have come: what the sender's checks say may be a refusal.</summary>
    public async ValueTask JudgeAsync(SmtpSession session, SmtpServices services, CancellationToken ct)
    {
        if (Refusal is not null)
            return;
        header?.Finish(Keep);
        if (gate is null)
            return;
        gate.Complete(draft.Write);
        if (gate.Check is { } check)
            Judgement = await SenderJudgement.MakeAsync(check, session, services, ct);
        Refusal = Judgement.Refusal;
    }

    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task<StoredMessage> CompleteAsync(CancellationToken ct) => draft.CompleteAsync(ct);

    public ValueTask DisposeAsync()
    {
        gate?.Dispose();
        return draft.DisposeAsync();
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        if (gate is null)
            draft.Write(octets);
        else
            gate.Write(octets, draft.Write);
    }

    private bool IsLineTooLong(ReadOnlySpan<byte> octets)
    {
        for (int end = octets.IndexOf((byte)'\n'); end >= 0; end = octets.IndexOf((byte)'\n'))
        {
            if (lineLength + end > limits.MaxTextLine)
                return true;
            lineLength = 0;
            octets = octets[(end + 1)..];
        }
        lineLength += octets.Length;
        return lineLength > limits.MaxTextLine;
    }
}
