using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Somebody gets a copy of certain mail, an archive for one; nobody sees that. Not of what comes by LMTP.</summary>
public sealed record CopySettings
{
    [Setting("Address of the sender, with * for anything.")]
    public string Sender { get; init; } = "*";

    [Setting("Address of a recipient, with * for anything.")]
    public string Recipient { get; init; } = "*";

    [Setting("Who gets the copy.")]
    public string To { get; init; } = "archive@example.org";
}
