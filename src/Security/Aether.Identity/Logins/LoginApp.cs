namespace Aether.Identity.Logins;

/// <summary>Which app password somebody came in with: one made later under the same name is another.</summary>
/// <param name="Expires">What it opened ends with it; null: it does not expire.</param>
public sealed record LoginApp(string Name, DateTimeOffset Created, DateTimeOffset? Expires);
