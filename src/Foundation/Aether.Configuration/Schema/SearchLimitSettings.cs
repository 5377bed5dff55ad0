using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Text that the search index takes out of attachments (PDF, office formats), behind delivery; what is beyond is not found by SEARCH=FUZZY.</summary>
public sealed record SearchLimitSettings
{
    [Setting("An attachment whose text is read, decoded; a larger one is not looked into.", Min = "64 KiB", Max = "512 MiB")]
    public ByteSize Attachment { get; init; } = ByteSize.FromMiB(16);

    [Setting("Text taken from all attachments of a message.", Min = "4 KiB", Max = "16 MiB")]
    public ByteSize AttachmentText { get; init; } = ByteSize.FromKiB(256);

    [Setting("Octets that the parts of an office document may unpack to.", Min = "1 MiB", Max = "1 GiB")]
    public ByteSize Unpacked { get; init; } = ByteSize.FromMiB(64);

    [Setting("Pages of a document that are read.", Min = "1", Max = "100000")]
    public int Pages { get; init; } = 500;

    [Setting("Time that one attachment may take.", Min = "1 s", Max = "10 min")]
    public TimeSpan AttachmentTime { get; init; } = TimeSpan.FromSeconds(10);
}
