namespace Aether.Storage.Blobs.S3;

/// <summary>One part of an object that is being uploaded.</summary>
/// <param name="Number">From 1.</param>
internal readonly record struct ObjectPart(string Name, string Upload, int Number);
