using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Sharing;

/// <summary>A mailbox of another account that somebody was given rights on.</summary>
/// <param name="Owner">The owner's address.</param>
/// <param name="Mailbox">As its owner knows it.</param>
public sealed record SharedMailbox(string Owner, Mailbox Mailbox, AclRights Rights);
