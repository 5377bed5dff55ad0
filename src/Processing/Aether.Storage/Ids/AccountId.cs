namespace Aether.Storage;

/// <summary>An account: the unit that mail belongs to.</summary>
public readonly record struct AccountId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
