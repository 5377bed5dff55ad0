using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>A recipient of the open transaction and what it stands for: one target, or those of an alias.</summary>
internal sealed record AcceptedRecipient(RcptArguments Arguments, IReadOnlyList<RecipientTarget> Targets)
{
    /// <summary>A rule of this site added it: nobody asked for it, and nobody hears of it.</summary>
    public bool IsCopy { get; init; }
}
