namespace Aether.Admin.Contracts;

/// <summary>An address whose mail goes to members.</summary>
public sealed record GroupView(string Name, string Description, IReadOnlyList<string> Members);
