namespace Aether.Protocol.Imap;

/// <summary>How much one FETCH may ask for.</summary>
/// <param name="MaxItems">Data items.</param>
/// <param name="MaxPath">Part numbers of one section.</param>
/// <param name="MaxFields">Names in one HEADER.FIELDS.</param>
public sealed record FetchLimits(int MaxItems, int MaxPath, int MaxFields);
