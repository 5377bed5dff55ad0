using Aether.Storage;

namespace Aether.Smtp.Session;

/// <summary>Where a recipient's copy goes, aliases followed.</summary>
/// <param name="Account">An account here, or null: the address is somebody else's and goes to the queue.</param>
/// <param name="Address">The address that copy is for.</param>
internal readonly record struct RecipientTarget(AccountId? Account, string Address);
