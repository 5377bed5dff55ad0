namespace Aether.Storage;

/// <summary>The id of a thread in its account: that of the email it began with. RFC 8621 §3, RFC 8474 §5.2.</summary>
public readonly record struct ThreadId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
