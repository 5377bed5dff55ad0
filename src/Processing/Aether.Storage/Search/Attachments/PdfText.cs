using UglyToad.PdfPig;

namespace Aether.Storage.Search.Attachments;

/// <summary>The words of a PDF document, page after page.</summary>
internal static class PdfText
{
    /// <summary>Objects inside objects: a deeper document is not read.</summary>
    private const int MaxDepth = 64;

    public static ReadOnlySpan<byte> Magic => "%PDF-"u8;

    public static void Read(byte[] octets, AttachmentLimits limits, AttachmentText text)
    {
        using var document = PdfDocument.Open(octets, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = MaxDepth });
        int pages = Math.Min(document.NumberOfPages, limits.MaxPages);
        for (int number = 1; number <= pages && !text.IsEnough; number++)
        {
            foreach (var word in document.GetPage(number).GetWords())
            {
                if (!text.Take(word.Text))
                    return;
            }
        }
    }
}
