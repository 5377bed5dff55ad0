namespace Aether.Storage;

/// <summary>One recipient of one queued message.</summary>
public readonly record struct RecipientId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
