using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Fetching;

/// <summary>Where the octets of a section are. RFC 3501 §6.4.5.</summary>
internal static class SectionLocator
{
    /// <summary>False when there is no such part.</summary>
    public static bool TryLocate(OpenMessage message, BodySection section, out long start, out long length)
    {
        (start, length) = (0, message.Size);
        if (section.Path.Length is 0 && section.Text is SectionText.Whole)
            return true;

        bool found = section.Text is SectionText.Header or SectionText.Text
            ? message.Parts.TryFindMessage(section.Path, out var part)
            : message.Parts.TryFind(section.Path, out part);
        (start, length) = section.Text is SectionText.Header or SectionText.Mime ? (part.HeaderStart, part.HeaderLength) : (part.BodyStart, part.BodyLength);
        return found;
    }

    /// <summary>Applies the partial range: past the end there is nothing. RFC 3501 §6.4.5.</summary>
    public static void Cut(BodySection section, ref long start, ref long length)
    {
        if (section.PartialStart < 0)
            return;
        long skipped = Math.Min(section.PartialStart, length);
        start += skipped;
        length = Math.Min(length - skipped, section.PartialLength);
    }
}
