using Aether.Storage.Mailboxes;

namespace Aether.Migration.Sources;

/// <summary>One folder of a source.</summary>
/// <param name="Path">Its name here: levels joined by a slash.</param>
/// <param name="Place">Where the source finds it.</param>
/// <param name="Use">What the source says it is for.</param>
/// <param name="Subscribed">Whether its user wants to see it.</param>
public sealed record SourceFolder(string Path, string Place, SpecialUse Use, bool Subscribed);
