namespace Aether.Protocol.Imap;

/// <summary>One group of NOTIFY: these events of these mailboxes. RFC 5465 §8.</summary>
/// <param name="Items">What is fetched of new messages in the open mailbox.</param>
public sealed record NotifyGroup(MailboxScope Scope, NotifyEvents Events, IReadOnlyList<FetchItem> Items)
{
    public bool IsSelected => Scope.Kind is MailboxScopeKind.Selected or MailboxScopeKind.SelectedDelayed;
}
