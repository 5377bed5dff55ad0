namespace Aether.Storage.Annotations;

/// <summary>An annotation of a mailbox or of an account. RFC 5464 §3.</summary>
/// <param name="Name">In lower case, without the part that tells whose it is: <c>/comment</c>.</param>
/// <param name="Reader">Whose own it is; null: everybody's.</param>
public sealed record MetadataEntry(string Name, AccountId? Reader, ReadOnlyMemory<byte> Value);
