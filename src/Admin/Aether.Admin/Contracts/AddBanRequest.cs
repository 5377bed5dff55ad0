namespace Aether.Admin.Contracts;

/// <summary>Asks to keep a network out.</summary>
/// <param name="Seconds">For how long; null: until it is lifted.</param>
public sealed record AddBanRequest(string Network, string Reason, long? Seconds);
