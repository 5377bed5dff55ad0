namespace Aether.Imap.Commands.Threading;

/// <summary>What threading looks at of one message. RFC 5256 §3.</summary>
/// <param name="Index">Its place in the view.</param>
/// <param name="Id">Its Message-ID; empty when it has none.</param>
/// <param name="References">The ids it refers to, the oldest first.</param>
/// <param name="Subject">The base subject, folded.</param>
/// <param name="IsReply">The subject lost a "Re:" or the like on the way to its base.</param>
/// <param name="Sent">When it was sent, in seconds.</param>
internal sealed record ThreadedMessage(int Index, string Id, IReadOnlyList<string> References, string Subject, bool IsReply, long Sent);
