using Aether.Protocol.Smtp;
using Aether.Storage.Bodies;

namespace Aether.Smtp.Hooks;

/// <summary>What is left of a message once all hooks were asked.</summary>
/// <param name="Message">As it is to be stored.</param>
internal sealed record HookResult(StoredMessage Message)
{
    public SmtpReply? Refusal { get; init; }

    /// <summary>It is taken, and dropped.</summary>
    public bool IsDiscarded { get; init; }

    /// <summary>Fields on top, CRLF-ended.</summary>
    public string OnTop { get; init; } = "";

    public IReadOnlyList<string> NewRecipients { get; init; } = [];

    public IReadOnlySet<string> GoneRecipients { get; init; } = new HashSet<string>();

    /// <summary>It is kept in the queue until an operator has looked at it.</summary>
    public bool IsHeld { get; init; }

    public string? Sender { get; init; }
}
