using Aether.Storage.Accounts;

namespace Aether.Validation.Keys;

/// <summary>A key as its record shows it.</summary>
/// <param name="RecordName">Where its TXT record is; empty when the key can't be opened.</param>
/// <param name="RecordText">What the record says.</param>
public sealed record PublishedKey(string Domain, string Selector, string Algorithm, SigningKeyState State, DateTimeOffset Since, string RecordName, string RecordText);
