using System.Buffers;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Protocol.Text;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>Reads one command line, finds its handler, checks that the verb is allowed now, and runs it. RFC 5321 §4.1.</summary>
internal sealed class CommandInput(SmtpSession session, CommandTable commands) : SmtpInput
{
    private LineStatus status;
    private ReadOnlyMemory<byte> line;

    public override bool TryTake(ref ReadOnlySequence<byte> buffer)
    {
        int limit = StartsWithAuth(buffer) ? session.Limits.MaxAuthLine : session.Limits.MaxCommandLine;
        status = CrlfLineReader.TryRead(ref buffer, limit, out var sequence);

        // The line lies in the pipe's memory until the loop has advanced it, and that is after the command has run.
        line = sequence.IsSingleSegment ? sequence.First : sequence.ToArray();
        return status is not LineStatus.Incomplete;
    }

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
    {
        if (status is not LineStatus.Complete)
        {
            // Where the next command starts is no longer certain: the session can't stay in step.
            session.After = AfterReply.Close;
            return ValueTask.FromResult(status is LineStatus.TooLong ? Replies.LineTooLong : Replies.BareTerminator);
        }

        if (!CommandLine.TryParse(line, out var command))
            return ValueTask.FromResult(Replies.NotACommand);
        if (commands.Find(command.Verb.Span) is not { } entry)
            return ValueTask.FromResult(Replies.UnknownCommand);
        if (session.Connection.MustStartTls && !MayComeBeforeTls(entry))
            return ValueTask.FromResult(Replies.TlsFirst);
        if ((entry.AllowedIn & session.State) == 0)
            return ValueTask.FromResult(OutOfSequence(entry));
        return entry.Command.ExecuteAsync(session, command.Arguments, ct);
    }

    /// <summary>RFC 3207 §4. A chunk has to be read past all the same: its own command refuses it.</summary>
    private static bool MayComeBeforeTls(CommandEntry entry) => entry.Verb is "EHLO" or "LHLO" or "NOOP" or "STARTTLS" or "QUIT" or "BDAT";

    private SmtpReply OutOfSequence(CommandEntry entry) => session.State switch
    {
        SmtpStates.Start => Replies.GreetFirst,
        SmtpStates.Ready => Replies.NeedMail,
        SmtpStates.InMail when entry.AllowedIn.HasFlag(SmtpStates.InRcpt) => Replies.NeedRecipient,
        SmtpStates.InMail or SmtpStates.InRcpt => Replies.NestedMail,
        _ => Replies.BadSequence,
    };

    // RFC 4954 §4: a line that brings an initial response may be far longer than others.
    private static bool StartsWithAuth(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[5];
        if (buffer.FirstSpan.Length >= start.Length)
            return Ascii.EqualsIgnoreCase(buffer.FirstSpan[..start.Length], "AUTH "u8);
        if (buffer.Length < start.Length)
            return false;
        buffer.Slice(0, start.Length).CopyTo(start);
        return Ascii.EqualsIgnoreCase(start, "AUTH "u8);
    }
}
