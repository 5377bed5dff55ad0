using Aether.Storage.Blobs;

namespace Aether.Storage.Verification;

/// <summary>A blob and the hash that its octets must have.</summary>
internal sealed record BlobToVerify(BlobRow Row, byte[] Hash);
