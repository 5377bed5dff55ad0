using System.IO.Compression;
using System.Xml;

namespace Aether.Storage.Search.Attachments;

/// <summary>
/// The text of office documents: Office Open XML (ECMA-376) and OpenDocument (ISO 26300) are archives of XML, and all text nodes of the
/// parts that hold content are what a reader sees. Read as a stream, so that neither depth nor size takes memory.
/// </summary>
internal static class OfficeText
{
    /// <summary>"PK": both are ZIP archives.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore, // no entities: neither expansion nor look-ups
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
    };

    /// <exception cref="InvalidDataException">It is no archive, or a damaged one.</exception>
    /// <exception cref="XmlException">A part of it is no XML.</exception>
    public static void Read(byte[] octets, AttachmentLimits limits, AttachmentText text)
    {
        using var archive = new ZipArchive(new MemoryStream(octets, writable: false), ZipArchiveMode.Read);
        long unpacked = limits.MaxUnpacked;
        foreach (var entry in archive.Entries.Where(static entry => HasText(entry.FullName)).Take(limits.MaxPages))
        {
            if (text.IsEnough)
                return;
            using var part = new BoundedStream(entry.Open(), unpacked);
            ReadPart(part, text);
            unpacked -= part.Position;
        }
    }

    /// <summary>Documents, notes, comments and headers of Word; slides; shared strings of sheets; the content of OpenDocument.</summary>
    private static bool HasText(string name) =>
        name.EndsWith(".xml", StringComparison.Ordinal)
        && ((name.StartsWith("word/", StringComparison.Ordinal) && name.AsSpan(5).IndexOf('/') < 0 && !name.AsSpan(5).StartsWith("styles") && !name.AsSpan(5).StartsWith("settings") && !name.AsSpan(5).StartsWith("fontTable"))
            || name.StartsWith("ppt/slides/", StringComparison.Ordinal) || name.StartsWith("ppt/notesSlides/", StringComparison.Ordinal)
            || name is "xl/sharedStrings.xml" or "content.xml");

    private static void ReadPart(Stream part, AttachmentText text)
    {
        using var reader = XmlReader.Create(part, Settings);
        char[] piece = new char[4096];
        var paragraph = new System.Text.StringBuilder();
        try
        {
            while (reader.Read())
            {
                bool more = reader.NodeType switch
                {
                    XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace => ReadText(reader, piece, paragraph, text),
                    XmlNodeType.EndElement when reader.LocalName is "p" or "h" or "si" or "tab" or "br" or "c" => Flush(paragraph, text),
                    _ => true,
                };
                if (!more)
                    return;
            }
        }
        finally
        {
            Flush(paragraph, text); // of a damaged document, what came before the damage
        }
    }

    /// <summary>In pieces: a text node may be as long as the part.</summary>
    private static bool ReadText(XmlReader reader, char[] piece, System.Text.StringBuilder paragraph, AttachmentText text)
    {
        for (int count; (count = reader.ReadValueChunk(piece, 0, piece.Length)) > 0;)
        {
            paragraph.Append(piece, 0, count);
            if (paragraph.Length > piece.Length && !Flush(paragraph, text))
                return false;
        }

        return true;
    }

    private static bool Flush(System.Text.StringBuilder paragraph, AttachmentText text)
    {
        bool more = paragraph.Length is 0 ? !text.IsEnough : text.Take(paragraph.ToString());
        paragraph.Clear();
        return more;
    }
}
