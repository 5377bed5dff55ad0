namespace Aether.Storage.Blobs.S3;

/// <summary>An object as a listing shows it.</summary>
internal sealed record ListedObject(string Name, DateTimeOffset Modified);
