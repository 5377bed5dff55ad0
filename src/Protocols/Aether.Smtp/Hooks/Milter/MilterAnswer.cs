using System.Text;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks.Milter;

/// <summary>Reads what a filter decided.</summary>
internal static class MilterAnswer
{
    private const int MaxText = 400;

    /// <exception cref="HookException">It is no answer.</exception>
    public static HookVerdict Read(MilterFrame answer) => answer.Command switch
    {
        'c' or 's' => HookVerdict.Continue,
        'a' => HookVerdict.Accept,
        'd' => HookVerdict.Discard,
        'r' => HookVerdict.Refuse(Replies.HookRefused),
        't' or '4' => HookVerdict.Refuse(Replies.HookUnavailable),
        'y' => HookVerdict.Refuse(Reply(answer)),
        _ => throw new HookException($"the milter answered with '{(char.IsAsciiLetterOrDigit(answer.Command) ? answer.Command : '?')}'"),
    };

    /// <summary>A reply of the filter's own: code, enhanced status, text; it goes to the client, so it is made harmless.</summary>
    private static SmtpReply Reply(MilterFrame answer)
    {
        string text = answer.Texts()[0];
        int code = text.Length >= 3 && int.TryParse(text.AsSpan(0, 3), out int given) && given is >= 400 and < 600 ? given : 0;
        if (code == 0)
            throw new HookException("the milter gave a reply that is none");
        text = text.Length > 4 ? text[4..] : "";
        EnhancedStatus? status = null;
        if (EnhancedStatus.TryParse(text, out var parsed, out int length) && parsed.Class == code / 100)
            (status, text) = (parsed, text[Math.Min(length + 1, text.Length)..]);
        var harmless = string.Concat(text.Take(MaxText).Select(c => char.IsControl(c) || !Ascii.IsValid(c) ? ' ' : c));
        return new SmtpReply(code, status ?? new EnhancedStatus(code / 100, 7, 1), harmless.Length == 0 ? "Refused by a filter" : harmless);
    }
}
