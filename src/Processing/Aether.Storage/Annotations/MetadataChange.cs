namespace Aether.Storage.Annotations;

/// <summary>A change of one annotation.</summary>
/// <param name="Value">Null takes it away.</param>
public sealed record MetadataChange(string Name, AccountId? Reader, ReadOnlyMemory<byte>? Value);
