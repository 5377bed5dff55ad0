namespace Aether.Admin.Contracts;

/// <summary>What an import came to.</summary>
/// <param name="Known">Messages that an earlier import brought in.</param>
/// <param name="Updated">Of those, the ones whose flags had changed at the source.</param>
/// <param name="Refused">Messages that can't be stored.</param>
/// <param name="UniqueIds">Messages that POP3 clients know again by their ids.</param>
public sealed record ImportView(int Folders, long Imported, long Known, long Updated, long Refused, long Octets, long UniqueIds);
