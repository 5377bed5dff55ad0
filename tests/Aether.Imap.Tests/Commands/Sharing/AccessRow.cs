using Aether.Protocol.Imap;

namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>A command on a mailbox of another, and the rights it needs.</summary>
/// <param name="Command">THEIRS stands for the mailbox, NEW for a name beside it.</param>
internal sealed record AccessRow(string Verb, string Command, AclRights Needs)
{
    /// <summary>The mailbox that is open.</summary>
    public string? Open { get; init; }

    /// <summary>What is enough, where it needs one right of several.</summary>
    public AclRights? Just { get; init; }

    /// <summary>What it says only who is allowed, where it is OK for all.</summary>
    public string Shows { get; init; } = string.Empty;

    /// <summary>It is OK for all, and empties the mailbox for who is allowed.</summary>
    public bool Empties { get; init; }
}
