namespace Aether.Storage.Search;

/// <summary>An email whose words fit.</summary>
/// <param name="Score">How well, from 1 to 100, beside the others found. RFC 6203 §3.</param>
public readonly record struct WordMatch(EmailId Email, int Score);
