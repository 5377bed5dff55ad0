using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Aether.Storage.Blobs.S3;

/// <summary>A bucket on any server that speaks S3: whole objects and parts in, ranges out. Everything is tried again where that is safe.</summary>
/// <remarks>
/// Each upload carries its MD5, which every server checks before it says yes, and over HTTP its SHA-256 is signed. What the
/// server says it has is compared again, but for buckets whose tags are no digests (KMS).
/// </remarks>
internal sealed class ObjectServer : IDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly AmazonS3Client client;
    private readonly S3Address address;
    private readonly TimeProvider clock;

    public ObjectServer(S3Address address, TimeSpan timeout, TimeProvider clock)
    {
        (this.address, this.clock) = (address, clock);
        var config = new AmazonS3Config
        {
            ForcePathStyle = address.PathStyle,
            AuthenticationRegion = address.Region,
            Timeout = timeout,
            MaxErrorRetry = 0, // We try again ourselves: the same way for all that may go wrong.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (address.Endpoint is { } endpoint)
            config.ServiceURL = endpoint.ToString();
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(address.Region);
        client = address.Key is null ? new AmazonS3Client(config) : new AmazonS3Client(new BasicAWSCredentials(address.Key, address.Secret), config);
    }

    /// <summary>Writes a whole object; it is durable when this returns.</summary>
    /// <exception cref="StoreUnavailableException">It can't be written now.</exception>
    public Task PutAsync(string name, Func<Stream> open, byte[] md5, CancellationToken ct) => TryAsync(async () =>
    {
        using var content = open();
        var response = await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = address.Bucket,
            Key = name,
            InputStream = content,
            AutoCloseStream = false,
            MD5Digest = Convert.ToBase64String(md5),
            UseChunkEncoding = false,
            ContentType = "application/octet-stream",
        }, ct);
        Check(response.ETag, response.ServerSideEncryptionMethod, md5);
        return true;
    }, ct);

    /// <summary>Begins an object that comes in parts.</summary>
    /// <returns>Its upload's id.</returns>
    public Task<string> BeginAsync(string name, CancellationToken ct) => TryAsync(async () => (await client.InitiateMultipartUploadAsync(
        new InitiateMultipartUploadRequest { BucketName = address.Bucket, Key = name, ContentType = "application/octet-stream" }, ct)).UploadId, ct);

    /// <returns>The part's tag, which <see cref="EndAsync"/> wants.</returns>
    public Task<string> PutPartAsync(ObjectPart part, Func<Stream> open, byte[] md5, CancellationToken ct) => TryAsync(async () =>
    {
        using var content = open();
        var response = await client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = address.Bucket,
            Key = part.Name,
            UploadId = part.Upload,
            PartNumber = part.Number,
            PartSize = content.Length,
            InputStream = content,
            MD5Digest = Convert.ToBase64String(md5),
            UseChunkEncoding = false,
        }, ct);
        Check(response.ETag, response.ServerSideEncryptionMethod, md5);
        return response.ETag;
    }, ct);

    /// <summary>Puts the parts together; the object is durable when this returns.</summary>
    public Task EndAsync(string name, string upload, IReadOnlyList<string> tags, CancellationToken ct) => TryAsync(async () =>
    {
        try
        {
            await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
            {
                BucketName = address.Bucket,
                Key = name,
                UploadId = upload,
                PartETags = [.. tags.Select((tag, index) => new PartETag(index + 1, tag))],
            }, ct);
        }
        catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchUpload")
        {
            // Perhaps an attempt before this one ended it and its answer was lost: then the object is there.
            await client.GetObjectMetadataAsync(address.Bucket, name, ct);
        }

        return true;
    }, ct);

    /// <summary>Gives up an upload; what can't be given up now goes when the bucket's rule for unfinished uploads says so.</summary>
    public async Task AbandonAsync(string name, string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(address.Bucket, name, upload, CancellationToken.None);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // Nothing refers to it.
        }
    }

    /// <summary>Reads a range.</summary>
    /// <returns>False: there is no such object, or it ends before the range does.</returns>
    /// <exception cref="StoreUnavailableException">It can't be read now.</exception>
    public Task<bool> TryReadAsync(string name, long offset, Memory<byte> destination, CancellationToken ct) => TryAsync(async () =>
    {
        try
        {
            using var response = await client.GetObjectAsync(
                new GetObjectRequest { BucketName = address.Bucket, Key = name, ByteRange = new ByteRange(offset, offset + destination.Length - 1) }, ct);
            return await response.ResponseStream.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, ct) == destination.Length;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return false;
        }
    }, ct);

    /// <summary>Removes an object; one that is not there is as good as removed.</summary>
    public Task DeleteAsync(string name, CancellationToken ct) => TryAsync(async () =>
    {
        try
        {
            await client.DeleteObjectAsync(address.Bucket, name, ct);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode is HttpStatusCode.NotFound)
        {
            // As it should be.
        }

        return true;
    }, ct);

    /// <summary>The next page of our objects, by name.</summary>
    /// <param name="after">The last name of the page before, or null.</param>
    public Task<IReadOnlyList<ListedObject>> ListAsync(string? after, CancellationToken ct) => TryAsync(async () =>
    {
        var response = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix, StartAfter = after, MaxKeys = 1_000 }, ct);
        return (IReadOnlyList<ListedObject>)[.. (response.S3Objects ?? []).Select(found => new ListedObject(found.Key, new DateTimeOffset(found.LastModified!.Value.ToUniversalTime())))];
    }, ct);

    /// <summary>Finds the bucket, or makes it.</summary>
    /// <exception cref="StoreUnavailableException">The server is away, or refuses us.</exception>
    public Task OpenAsync(CancellationToken ct) => TryAsync(async () =>
    {
        try
        {
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Prefix, MaxKeys = 1 }, ct);
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchBucket")
        {
            await client.PutBucketAsync(new PutBucketRequest { BucketName = address.Bucket }, ct);
        }

        return true;
    }, ct);

    public void Dispose() => client.Dispose();

    private static void Check(string? tag, ServerSideEncryptionMethod? encryption, byte[] md5)
    {
        bool isDigest = encryption is null || !encryption.Value.StartsWith("aws:kms", StringComparison.Ordinal);
        if (isDigest && !string.Equals(tag?.Trim('"'), Convert.ToHexStringLower(md5), StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException("The object server has other octets than it was sent.");
    }

    /// <summary>Tries a few times with growing pauses; what is asked for must be as good twice as once.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> attempt, CancellationToken ct)
    {
        for (int made = 1; ; made++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception failure) when (!ct.IsCancellationRequested && IsFailure(failure))
            {
                if (made == Attempts || IsRefusal(failure))
                    throw new StoreUnavailableException($"The object server can't be used: {failure.Message}", failure);
            }

            await Task.Delay(Pause * (1 << made) * (0.5 + Random.Shared.NextDouble()), clock, ct);
        }
    }

    private static bool IsFailure(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or InvalidDataException or OperationCanceledException or TimeoutException;

    /// <summary>Asking again gets the same answer.</summary>
    private static bool IsRefusal(Exception e) => e is AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed };
}
