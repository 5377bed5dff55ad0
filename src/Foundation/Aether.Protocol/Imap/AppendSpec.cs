using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>What stands before a message of APPEND: its flags, its date, and how its octets come. RFC 3501 §6.3.11, RFC 3516 §4.4, RFC 4469 §3, RFC 6855 §4.</summary>
public sealed record AppendSpec(IReadOnlyList<string> Flags, DateTimeOffset? Date, AppendForm Form)
{
    /// <summary>Reads up to the brace of the literal, or up to the first part of CATENATE.</summary>
    public static bool TryParse(ref ArgumentReader reader, int maxFlags, [NotNullWhen(true)] out AppendSpec? spec)
    {
        spec = null;
        List<string>? flags = [];
        DateTimeOffset? date = null;
        if (reader.NextIs((byte)'(') && (!reader.TryFlagList(maxFlags, out flags) || !reader.TrySpace()))
            return false;
        if (reader.NextIs((byte)'"'))
        {
            if (!reader.TryDateTime(out var moment) || !reader.TrySpace())
                return false;
            date = moment;
        }

        bool parsed = TryForm(ref reader, out var form);
        spec = parsed ? new AppendSpec(flags, date, form) : null;
        return parsed;
    }

    /// <summary>How the octets come; or that annotations come first, which the form stands behind. RFC 5257 §4.7.</summary>
    public static bool TryForm(ref ArgumentReader reader, out AppendForm form)
    {
        form = AppendForm.Literal;
        if (reader.TryWord("ANNOTATION"u8))
        {
            form = AppendForm.Annotated;
            return reader.TrySpace() && reader.TryOpen();
        }

        if (reader.TryWord("CATENATE"u8))
            form = AppendForm.Catenate;
        else if (reader.TryWord("UTF8"u8))
            form = AppendForm.Utf8;
        if (form is not AppendForm.Literal && (!reader.TrySpace() || !reader.TryOpen()))
            return false;
        if (form is not AppendForm.Catenate)
            reader.TryChar((byte)'~');
        return form is AppendForm.Catenate || reader.AtEnd;
    }
}
