namespace Aether.Storage.Annotations;

/// <summary>What is noted on a message. RFC 5257 §3.2.</summary>
/// <param name="Name">As it was written, for names keep their case: <c>/comment</c>.</param>
/// <param name="Reader">Whose own it is; null: everybody's.</param>
/// <param name="ModSeq">The change that brought it.</param>
public sealed record MessageAnnotation(Uid Uid, string Name, AccountId? Reader, ReadOnlyMemory<byte> Value, ModSeq ModSeq);
