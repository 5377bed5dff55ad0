namespace Aether.Protocol.Imap;

/// <summary>Which octets of a message FETCH asks for. RFC 3501 §6.4.5.</summary>
/// <param name="Path">Part numbers, from the message down.</param>
/// <param name="Text">What of that part.</param>
/// <param name="Fields">Field names in upper case, for HEADER.FIELDS and HEADER.FIELDS.NOT.</param>
/// <param name="PartialStart">First octet wanted, or -1 for all.</param>
/// <param name="PartialLength">Octets wanted from there.</param>
public sealed record BodySection(uint[] Path, SectionText Text, IReadOnlyList<byte[]> Fields, long PartialStart, long PartialLength);
