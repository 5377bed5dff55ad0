namespace Aether.Ledger;

/// <summary>What a mailbox must hold: UID to body text and flags.</summary>
internal sealed class MailboxModel
{
    public SortedDictionary<uint, (string Body, string Flags)> Messages { get; init; } = [];

    /// <summary>The highest UID ever seen: none at or below it may come anew.</summary>
    public uint HighestUid { get; set; }

    public string? UidValidity { get; set; }

    public MailboxModel Clone() => new() { Messages = new(Messages), HighestUid = HighestUid, UidValidity = UidValidity };

    /// <summary>The same messages, whatever UIDs those have that came by a command without an answer.</summary>
    public bool Equals(MailboxModel other, bool newUidsAreFree)
    {
        if (Messages.Count != other.Messages.Count)
            return false;
        foreach (var (mine, theirs) in Messages.Zip(other.Messages))
        {
            if (mine.Value != theirs.Value || (mine.Key != theirs.Key && !(newUidsAreFree && mine.Key > HighestUid && theirs.Key > HighestUid)))
                return false;
        }
        return true;
    }
}
