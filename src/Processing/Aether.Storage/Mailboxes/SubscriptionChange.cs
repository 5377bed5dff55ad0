namespace Aether.Storage.Mailboxes;

/// <summary>Which way a subscription changes.</summary>
public enum SubscriptionChange
{
    Subscribe,
    Unsubscribe,
}
