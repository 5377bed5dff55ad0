namespace Aether.Storage;

/// <summary>One stored email of one account; it keeps its id in every mailbox it is copied or moved to (RFC 8474 EMAILID).</summary>
public readonly record struct EmailId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
