namespace Aether.Identity.Recipients;

/// <summary>Where mail for an address goes.</summary>
/// <param name="Local">Accounts here, each once.</param>
/// <param name="Remote">Addresses elsewhere that an alias leads to.</param>
public sealed record RecipientResolution(RecipientKind Kind, IReadOnlyList<LocalRecipient> Local, IReadOnlyList<string> Remote)
{
    public static RecipientResolution Of(RecipientKind kind) => new(kind, [], []);
}
