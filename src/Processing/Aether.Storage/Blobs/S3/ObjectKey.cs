using System.Globalization;

namespace Aether.Storage.Blobs.S3;

/// <summary>
/// The name of an object: the id of its blob and a number drawn for this upload. No name is ever used twice, so a write that
/// is repeated writes the same, a late delete hits nothing else, and a listed object is looked up by the id in its name.
/// </summary>
internal readonly record struct ObjectKey(BlobId Blob, int Upload)
{
    public static ObjectKey New(BlobId blob) => new(blob, Random.Shared.Next());

    /// <param name="prefix">Of the installation.</param>
    /// <param name="name">The object's name in the bucket.</param>
    public static bool TryParse(string prefix, string name, out ObjectKey key)
    {
        key = default;
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        var rest = name.AsSpan(prefix.Length);
        if (rest.Length != 28 || rest[2] != '/' || rest[19] != '-'
            || !ulong.TryParse(rest[3..19], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong blob)
            || !uint.TryParse(rest[20..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint upload))
            return false;
        key = new ObjectKey(new BlobId((long)blob), (int)upload);
        return key.NameIn(prefix) == name;
    }

    /// <summary>Ids that follow each other lie under different names: servers that spread objects by the start of their name can.</summary>
    public string NameIn(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Blob.Value & 0xff:x2}/{Blob.Value:x16}-{(uint)Upload:x8}");
}
