namespace Aether.Validation.Checks;

/// <summary>Takes the octets that pass a gate.</summary>
public delegate void OctetSink(ReadOnlySpan<byte> octets);
