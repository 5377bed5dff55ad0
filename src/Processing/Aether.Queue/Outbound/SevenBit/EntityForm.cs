namespace Aether.Queue.Outbound.SevenBit;

/// <summary>What a part is, as far as its encoding goes. RFC 2045 §6.4.</summary>
internal enum EntityForm
{
    Text,
    Other,
    Multipart,

    /// <summary>A message inside: it may not be encoded, its parts may.</summary>
    Message,
}
