using Aether.Mime.Headers;

namespace Aether.Mime.Scanning;

/// <summary>What BODYSTRUCTURE is written from: the part's type and the rest of its header. RFC 3501 §7.4.2.</summary>
internal readonly record struct PartFields(MediaType Type, HeaderCollector Header, MimeLimits Limits);
