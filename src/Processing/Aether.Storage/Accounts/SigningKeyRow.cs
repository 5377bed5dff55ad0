namespace Aether.Storage.Accounts;

/// <summary>A key that signs for a domain. RFC 6376 §3.1.</summary>
/// <param name="Domain">Lower case, A-labels.</param>
/// <param name="Selector">Under which its public half is published.</param>
/// <param name="Algorithm">As a= names it.</param>
/// <param name="Secret">Sealed: opaque here.</param>
/// <param name="Since">When it came into its state.</param>
public sealed record SigningKeyRow(string Domain, string Selector, string Algorithm, string Secret, SigningKeyState State, DateTimeOffset Since);
