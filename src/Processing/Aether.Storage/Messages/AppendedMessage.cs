using Aether.Storage.Bodies;

namespace Aether.Storage.Messages;

/// <summary>One message to append, with what it shall carry.</summary>
/// <param name="InternalDate">Null: now.</param>
public sealed record AppendedMessage(StoredMessage Message, FlagChange Flags, DateTimeOffset? InternalDate);
