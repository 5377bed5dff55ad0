using System.Collections.Frozen;

namespace Aether.Configuration.Loading;

/// <summary>Replies as rules write them: a code, an enhanced code, or the name of a kind of refusal.</summary>
internal static class ReplyNames
{
    private static readonly FrozenSet<string> Kinds =
        new[] { "other", "unknownUser", "mailboxFull", "tooBig", "spam", "policy", "rate", "network", "tls", "content" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsOne(string text) => Kinds.Contains(text) || IsCode(text) || text.Split('.') is [['4' or '5' or '*'], var subject, var detail] && IsPart(subject) && IsPart(detail);

    private static bool IsCode(string text) => text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit) && text[0] is '4' or '5';

    private static bool IsPart(string part) => part == "*" || (part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
}
