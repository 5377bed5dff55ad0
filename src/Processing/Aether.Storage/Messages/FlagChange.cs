namespace Aether.Storage.Messages;

/// <summary>A change of flags. RFC 9051 §6.4.6.</summary>
/// <param name="Keywords">Keyword names; new ones get a bit of the account.</param>
public sealed record FlagChange(FlagChangeMode Mode, SystemFlags System, IReadOnlyList<string> Keywords);
