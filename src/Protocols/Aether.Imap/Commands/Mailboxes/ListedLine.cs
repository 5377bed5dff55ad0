using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>What LIST tells of one name.</summary>
/// <param name="Mailbox">Null where there is only the name.</param>
/// <param name="Extended">Extended data items behind the name. RFC 5258 §4.</param>
internal sealed record ListedLine(string Path, Mailbox? Mailbox, string Attributes, string Extended);
