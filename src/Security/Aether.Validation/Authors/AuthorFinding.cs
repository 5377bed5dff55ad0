namespace Aether.Validation.Authors;

/// <summary>Whose name a message bears.</summary>
/// <param name="Domain">The author's domain, normalized; null when it can't be told.</param>
/// <param name="Problem">Why it can't.</param>
public readonly record struct AuthorFinding(string? Domain, string? Problem);
