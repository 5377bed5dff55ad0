using System.Diagnostics.CodeAnalysis;
using System.Net;
using Aether.Dns.Messages;

namespace Aether.Dns.Transport;

/// <summary>What a server said.</summary>
/// <param name="Answer">Set when it <see cref="ServerOutcome.Answered"/>.</param>
internal readonly record struct ServerReply<T>(ServerOutcome Outcome, IPEndPoint Server, AnswerMessage<T>? Answer = null)
{
    private const int FormatError = 1;
    private const int ServerFailure = 2;
    private const int NameError = 3;

    public bool IsHeard => Outcome is ServerOutcome.Useless or ServerOutcome.Answered;

    /// <summary>RFC 1035 §4.1.1: it says what there is, or that there is nothing.</summary>
    [MemberNotNullWhen(true, nameof(Answer))]
    public bool IsFinal => Answer is { Code: 0 or NameError };

    public bool IsNameError => Answer is { Code: NameError };

    /// <summary>The same server may say more another time; one that refuses won't.</summary>
    public bool MayChange => Answer is null or { Code: FormatError or ServerFailure };
}
