using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>In which class of the queue certain mail goes.</summary>
public sealed record PrioritySettings
{
    [Setting("Address of the sender or of the login, with * for anything.")]
    public string Sender { get; init; } = "*";

    [Setting("Address of a recipient, with * for anything.")]
    public string Recipient { get; init; } = "*";

    [Setting("The class.")]
    public QueueClass Class { get; init; } = QueueClass.Normal;
}
