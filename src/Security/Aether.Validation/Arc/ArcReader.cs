using System.Globalization;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.Validation.Arc;

/// <summary>Sorts the ARC fields of a message into its chain. RFC 8617 §4.2, §5.2 steps 1 to 3.</summary>
internal static class ArcReader
{
    /// <summary>RFC 8617 §4.2.1</summary>
    public const int MaxInstance = 50;

    private static readonly string[] Names = ["ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"];

    /// <returns>The sets in order; null when the chain is broken; empty without one.</returns>
    public static List<ArcSet>? Read(HeaderBlock header, DkimLimits limits, out string? problem)
    {
        problem = null;
        var found = new List<(int Instance, HeaderEntry Field)>[Names.Length];
        for (int i = 0; i < Names.Length; i++)
        {
            found[i] = [];
            foreach (int place in header.Find(Names[i]))
            {
                problem = $"{Names[i]} has no instance";
                if (found[i].Count >= MaxInstance || header.Fields[place].Whole.Length > limits.MaxFieldLength || InstanceOf(header.Fields[place], i == 0) is not { } instance)
                    return null;
                found[i].Add((instance, header.Fields[place]));
            }

            found[i].Sort((one, other) => one.Instance.CompareTo(other.Instance));
        }

        int count = found.Max(fields => fields.Count);
        problem = "the sets are not whole and in sequence";
        foreach (var fields in found)
        {
            if (fields.Count != count || fields.Where((field, i) => field.Instance != i + 1).Any())
                return null;
        }

        return ReadSets(found, count, out problem);
    }

    private static List<ArcSet>? ReadSets(List<(int Instance, HeaderEntry Field)>[] found, int count, out string? problem)
    {
        problem = null;
        var sets = new List<ArcSet>(count);
        for (int i = 0; i < count; i++)
        {
            problem = "a field is malformed";
            var (message, seal) = (found[1][i].Field, found[2][i].Field);
            if (TagList.Parse(message.Text) is not { } messageTags || TagList.Parse(seal.Text) is not { } sealTags)
                return null;
            if (DkimSignature.ParseArc(messageTags, out problem) is not { } messageSignature || DkimSignature.ParseSeal(sealTags, out problem) is not { } sealSignature)
                return null;

            // RFC 8617 §4.1.2, §5.2: a seal in h= covers itself; the first seal has seen no chain, all others a good one.
            problem = "h= names ARC-Seal";
            if (messageSignature.Headers.Contains("ARC-Seal", StringComparer.OrdinalIgnoreCase))
                return null;
            problem = "cv= does not fit";
            if (sealTags["cv"]?.ToLowerInvariant() != (i == 0 ? "none" : "pass"))
                return null;
            sets.Add(new ArcSet(found[0][i].Field, message, seal) { SealTags = sealTags, MessageSignature = messageSignature, SealSignature = sealSignature });
        }

        problem = null;
        return sets;
    }

    private static int? InstanceOf(HeaderEntry field, bool isResults)
    {
        // RFC 8617 §4.1.1: results begin with the instance, and go on as Authentication-Results do.
        var text = isResults ? field.Text.Split(';')[0].Trim() : TagList.Parse(field.Text)?["i"];
        if (isResults)
        {
            if (text is null || !text.StartsWith('i'))
                return null;
            text = text[1..].TrimStart();
            if (!text.StartsWith('='))
                return null;
            text = text[1..].Trim();
        }

        return text is { Length: > 0 and <= 2 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int instance) && instance is > 0 and <= MaxInstance ? instance : null;
    }
}
