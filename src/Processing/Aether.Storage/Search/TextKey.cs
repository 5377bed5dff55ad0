namespace Aether.Storage.Search;

/// <summary>One thing that is asked of a message's content: a substring, letter case aside, or the day it was sent. RFC 3501 §6.4.4.</summary>
public sealed record TextKey(TextScope Scope)
{
    /// <summary>The field's name, where one is asked for.</summary>
    public string Field { get; init; } = string.Empty;

    /// <summary>What is looked for; the empty string is in every text.</summary>
    public string Text { get; init; } = string.Empty;

    public DateOnly Day { get; init; }
}
