namespace Aether.Storage;

/// <summary>One recipient of one message that was given up.</summary>
public readonly record struct DeadLetterId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
