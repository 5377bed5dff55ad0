using System.Globalization;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Replies;

/// <summary>Which replies a rule is about: a code (<c>421</c>, <c>4</c> for all that begin so), an enhanced status (<c>4.7.1</c>, <c>4.7.*</c>), or a <see cref="ReplyClass"/>.</summary>
public sealed class ReplyPattern
{
    private readonly ReplyClass? named;
    private readonly string digits;

    private ReplyPattern(ReplyClass? named, string digits) => (this.named, this.digits) = (named, digits);

    public static bool TryParse(string text, out ReplyPattern? pattern)
    {
        pattern = null;
        if (text.Length > 0 && char.IsAsciiLetter(text[0]))
            pattern = Enum.TryParse<ReplyClass>(text, ignoreCase: true, out var named) ? new ReplyPattern(named, "") : null;
        else if (text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit) && text[0] is '4' or '5')
            pattern = new ReplyPattern(null, text);
        else if (text.Split('.') is [['4' or '5' or '*'], var subject, var detail] && IsPart(subject) && IsPart(detail))
            pattern = new ReplyPattern(null, text);
        return pattern is not null;
    }

    public bool Fits(SmtpReply reply, ReplyClass found)
    {
        if (named is { } wanted)
            return wanted == found;
        if (!digits.Contains('.', StringComparison.Ordinal))
            return reply.Code.ToString(CultureInfo.InvariantCulture).StartsWith(digits, StringComparison.Ordinal);
        return reply.Enhanced is { } status
            && digits.Split('.').Zip([status.Class, status.Subject, status.Detail]).All(pair => pair.First == "*" || pair.First == pair.Second.ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsPart(string part) => part == "*" || (part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
}
