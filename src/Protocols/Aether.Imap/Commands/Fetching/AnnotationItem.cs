using System.Text;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Annotations;

namespace Aether.Imap.Commands.Fetching;

/// <summary>The ANNOTATION data item of FETCH: entries in order of their names, each with the attributes asked for. RFC 5257 §4.4.</summary>
internal static class AnnotationItem
{
    public static void Write(ResponseWriter responses, AnnotationQuery query, IReadOnlyList<MessageAnnotation> all)
    {
        responses.Raw("("u8);
        bool first = true;
        foreach (string name in Names(query, all))
        {
            if (!first)
                responses.Raw(" "u8);
            first = false;
            ImapString.Write(responses.Output, name);
            responses.Raw(" ("u8);
            var own = all.FirstOrDefault(entry => entry.Name == name && entry.Reader is not null)?.Value;
            var shared = all.FirstOrDefault(entry => entry.Name == name && entry.Reader is null)?.Value;
            string separator = string.Empty;
            WriteValue(query.Values.HasFlag(AnnotationSides.Private), "value.priv ", own);
            WriteValue(query.Values.HasFlag(AnnotationSides.Shared), "value.shared ", shared);
            WriteSize(query.Sizes.HasFlag(AnnotationSides.Private), "size.priv ", own);
            WriteSize(query.Sizes.HasFlag(AnnotationSides.Shared), "size.shared ", shared);
            responses.Raw(")"u8);

            void WriteHead(string attribute)
            {
                responses.Raw(Encoding.ASCII.GetBytes(separator + attribute));
                separator = " ";
            }

            void WriteValue(bool isAsked, string attribute, ReadOnlyMemory<byte>? value)
            {
                if (!isAsked)
                    return;
                WriteHead(attribute);
                responses.NString8(value);
            }

            void WriteSize(bool isAsked, string attribute, ReadOnlyMemory<byte>? value)
            {
                if (!isAsked)
                    return;
                WriteHead(attribute);
                responses.Raw(Encoding.ASCII.GetBytes($"\"{value?.Length ?? 0}\""));
            }
        }

        responses.Raw(")"u8);
    }

    /// <summary>Names asked for outright are told whether there are such or not; wildcards find what is there.</summary>
    private static IEnumerable<string> Names(AnnotationQuery query, IReadOnlyList<MessageAnnotation> all)
    {
        var sides = query.Values | query.Sizes;
        var there = all.Where(entry => sides.HasFlag(entry.Reader is null ? AnnotationSides.Shared : AnnotationSides.Private)).Select(static entry => entry.Name).ToList();
        return query.Entries
            .SelectMany(entry => entry.AsSpan().ContainsAny('*', '%') ? Matching(entry, there) : [entry])
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Matching(string pattern, List<string> names)
    {
        var matcher = new ListPattern(pattern, AnnotationName.Separator);
        return names.Where(name => matcher.Matches(name));
    }
}
