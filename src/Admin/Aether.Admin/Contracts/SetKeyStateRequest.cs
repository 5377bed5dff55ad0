namespace Aether.Admin.Contracts;

/// <summary>Brings a key into another state.</summary>
/// <param name="State">published, signing or retired.</param>
public sealed record SetKeyStateRequest(string State);
