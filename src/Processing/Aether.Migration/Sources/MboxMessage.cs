using Aether.Storage.Messages;

namespace Aether.Migration.Sources;

/// <summary>One message of an mbox by its place in the file.</summary>
/// <param name="Start">Behind the line that begins with From.</param>
/// <param name="End">Before the empty line that ends it.</param>
/// <param name="Fingerprint">Of its header without what mail programs write into it later.</param>
internal sealed record MboxMessage(long Start, long End, string Fingerprint, SystemFlags Flags, IReadOnlyList<string> Keywords, DateTimeOffset Date);
