namespace Aether.Storage;

/// <summary>One stored blob, shared by reference count.</summary>
public readonly record struct BlobId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
