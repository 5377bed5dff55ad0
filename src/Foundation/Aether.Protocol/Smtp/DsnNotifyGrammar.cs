using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>The value of NOTIFY: <c>NEVER</c>, or a list of the others. RFC 3461 §4.1.</summary>
public static class DsnNotifyGrammar
{
    public static bool TryParse(ReadOnlySpan<byte> value, out DsnNotify notify)
    {
        notify = DsnNotify.Unspecified;
        foreach (var range in value.Split((byte)','))
        {
            var word = value[range];
            var one = Ascii.EqualsIgnoreCase(word, "SUCCESS"u8) ? DsnNotify.Success
                : Ascii.EqualsIgnoreCase(word, "FAILURE"u8) ? DsnNotify.Failure
                : Ascii.EqualsIgnoreCase(word, "DELAY"u8) ? DsnNotify.Delay
                : Ascii.EqualsIgnoreCase(word, "NEVER"u8) ? DsnNotify.Never
                : DsnNotify.Unspecified;
            if (one is DsnNotify.Unspecified || notify.HasFlag(one))
                return false;
            notify |= one;
        }

        return notify is DsnNotify.Never || !notify.HasFlag(DsnNotify.Never);
    }

    /// <summary>Empty for <see cref="DsnNotify.Unspecified"/>, which is not sent.</summary>
    public static string Format(DsnNotify notify)
    {
        if (notify is DsnNotify.Never)
            return "NEVER";
        List<string> words = [];
        if (notify.HasFlag(DsnNotify.Success))
            words.Add("SUCCESS");
        if (notify.HasFlag(DsnNotify.Failure))
            words.Add("FAILURE");
        if (notify.HasFlag(DsnNotify.Delay))
            words.Add("DELAY");
        return string.Join(',', words);
    }
}
