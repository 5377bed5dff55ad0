namespace Aether.Storage;

/// <summary>A mailbox of one account; never reused.</summary>
public readonly record struct MailboxId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
