namespace Aether.Imap.Commands.Threading;

/// <summary>What threading keeps of one message. RFC 5256 §3.</summary>
/// <param name="Index">Its place in the view.</param>
/// <param name="Id">Its Message-ID; none when it has none.</param>
/// <param name="Subject">The base subject, folded.</param>
/// <param name="IsReply">The subject lost a "Re:" or the like on the way to its base.</param>
/// <param name="Sent">When it was sent, in seconds.</param>
internal sealed record ThreadedMessage(int Index, ThreadKey Id, ThreadKey Subject, bool IsReply, long Sent);
