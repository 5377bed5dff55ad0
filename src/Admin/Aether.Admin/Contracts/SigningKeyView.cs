namespace Aether.Admin.Contracts;

/// <summary>A key that signs for a domain.</summary>
/// <param name="State">published, signing or retired.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="Record">What is to be published, as a line of a master file; empty when the key can't be opened.</param>
public sealed record SigningKeyView(string Domain, string Selector, string Algorithm, string State, DateTimeOffset Since, string Record);
