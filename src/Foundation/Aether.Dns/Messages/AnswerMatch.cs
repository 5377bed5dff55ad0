namespace Aether.Dns.Messages;

/// <summary>How far a message is an answer to a question. RFC 5452 §9.1.</summary>
internal enum AnswerMatch
{
    None,

    /// <summary>Its letters are not as they were asked: from somebody who did not see the question, or whoever answers does not keep them.</summary>
    ButForCase,

    Full,
}
