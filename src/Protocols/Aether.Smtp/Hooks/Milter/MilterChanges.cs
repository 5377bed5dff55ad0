using System.Text;
using Aether.Protocol.Smtp;

namespace Aether.Smtp.Hooks.Milter;

/// <summary>Collects what a filter wants changed at the end of a message, up to its answer.</summary>
internal sealed class MilterChanges(MilterConnection connection, HookContent content)
{
    private const int MaxChanges = 1_000;
    private readonly ContentChanges changes = new();

    /// <exception cref="HookException">The filter changes without end, or speaks another language.</exception>
    public async ValueTask<HookVerdict> ReadAsync(long maxBody, CancellationToken ct)
    {
        for (int count = 0; ; count++)
        {
            var frame = await connection.ReadAsync(ct);
            if (frame.Command == 'b')
                TakeBody(frame, maxBody);
            else if (count > MaxChanges)
                throw new HookException("the milter changes without end");
            else if (!TryTake(frame))
                return MilterAnswer.Read(frame) with { Changes = changes };
        }
    }

    private void TakeBody(MilterFrame frame, long maxBody)
    {
        changes.Body ??= new MemoryStream();
        if (changes.Body.Length + frame.Data.Length > maxBody)
            throw new HookException("the milter's body is too big");
        changes.Body.Write(frame.Data.Span);
    }

    /// <returns>False: it is no change but the answer.</returns>
    private bool TryTake(MilterFrame frame)
    {
        switch (frame.Command)
        {
            case 'h':
                changes.AtEnd.Add(Field(frame.Texts()));
                return true;
            case 'i':
                Insert((int)frame.Number(), frame.Texts(4));
                return true;
            case 'm':
                Change((int)frame.Number(), frame.Texts(4));
                return true;
            case '+' or '2':
                changes.NewRecipients.Add(Address(frame));
                return true;
            case '-':
                changes.GoneRecipients.Add(Address(frame));
                return true;
            case 'e':
                changes.Sender = frame.Texts()[0] is "<>" ? "" : Address(frame);
                return true;
            case 'q':
                changes.IsHeld = true;
                return true;
            default:
                return false;
        }
    }

    private void Insert(int index, string[] texts)
    {
        // Signers insert at the top (0, or 1 behind our trace field): that is our prefix. Anywhere else would break nothing but order.
        if (index <= 1)
            changes.OnTop.Insert(0, Field(texts));
        else
            changes.AtEnd.Add(Field(texts));
    }

    private void Change(int index, string[] texts)
    {
        if (texts.Length == 0 || !IsName(texts[0]))
            throw new HookException("the milter changes a field without a name");
        string value = texts.Length > 1 ? Value(texts[1]) : "";
        changes.Fields[(texts[0], Math.Max(1, index))] = value.Length == 0 ? null : value;
    }

    private string Address(MilterFrame frame)
    {
        string text = frame.Texts()[0].Trim('<', '>');
        return Mailbox.TryParse(text, out _) ? text : throw new HookException($"the milter names no address, in a message of {content.Size} octets");
    }

    private static string Field(string[] texts) => texts.Length == 2 && IsName(texts[0])
        ? $"{texts[0]}: {Value(texts[1])}\r\n"
        : throw new HookException("the milter adds a field that is none");

    // Folded lines come with LF alone; a line that is no fold would be a field of its own, or the end of the header (case X03).
    private static string Value(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        if (lines.Any(line => line.Any(c => char.IsControl(c) && c != '\t')))
            throw new HookException("the milter adds a control character");
        return string.Join("\r\n", lines.Select((line, i) => i == 0 ? line.TrimStart(' ') : line.StartsWith(' ') || line.StartsWith('\t') ? line : " " + line));
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\x7f' and not ':') && Encoding.UTF8.GetByteCount(text) <= 200;
}
