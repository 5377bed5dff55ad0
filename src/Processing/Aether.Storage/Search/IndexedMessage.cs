namespace Aether.Storage.Search;

/// <summary>A message as an index takes it in.</summary>
/// <param name="Day">The day number of its Date field, or 0.</param>
internal sealed record IndexedMessage(EmailId Email, AccountId Account, int Day, FoldedText Text)
{
    /// <summary>What its attachments say, folded; found by words alone.</summary>
    public byte[] Attachments { get; init; } = [];
}
