namespace Aether.Storage;

/// <summary>One queued message.</summary>
public readonly record struct QueueId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
